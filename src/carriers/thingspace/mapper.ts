import type { DeviceStatus } from '../../domain/device-status.ts';
import type { CarrierDevice, ListedDevice } from '../carrier-port.ts';
import type { LineAnswer } from './answer.ts';

const PRODUCT_STATUSES: ReadonlyMap<string, DeviceStatus> = new Map<string, DeviceStatus>([
  ['pre-active', 'pending_activation'],
  ['preactive', 'pending_activation'],
  ['pending activation', 'pending_activation'],
  ['active', 'active'],
  ['suspend', 'suspended'],
  ['deactive', 'deactivated'],
]);

/** A state in the product's words, compared as a whole. Null while the carrier is at work on the line, and for others. */
export function productStatusOf(state: string | null): DeviceStatus | null {
  return state === null ? null : (PRODUCT_STATUSES.get(state.toLowerCase()) ?? null);
}

/** True while the carrier carries out an earlier request: `pending activation`, `pending suspend` and so on. */
export function isAtWork(line: LineAnswer): boolean {
  return stateOf(line)?.toLowerCase().startsWith('pending ') ?? false;
}

export function stateOf(line: LineAnswer): string | null {
  return line.carrierInformations[0]?.state ?? null;
}

export function planOf(line: LineAnswer): string | null {
  return line.carrierInformations[0]?.servicePlan ?? null;
}

/** An identifier of the line by its kind, whose letter case varies. */
export function idOfKind(
  deviceIds: readonly { readonly id: string; readonly kind: string }[],
  kind: string,
): string | null {
  return deviceIds.find((deviceId) => deviceId.kind.toLowerCase() === kind)?.id ?? null;
}

export function toCarrierDevice(iccid: string, line: LineAnswer): CarrierDevice {
  return {
    identifier: iccid,
    status: productStatusOf(stateOf(line)),
    ratePlan: planOf(line),
    communicationPlan: null,
    msisdn: idOfKind(line.deviceIds, 'msisdn') ?? idOfKind(line.deviceIds, 'mdn'),
    imei: idOfKind(line.deviceIds, 'imei'),
    ipAddress: line.ipAddress ?? line.ipaddress,
  };
}

/** By its own ICCID, where it has one. */
export function toListedDevice(line: LineAnswer): ListedDevice {
  const iccid = idOfKind(line.deviceIds, 'iccid');
  return { ...toCarrierDevice(iccid ?? '', line), iccid };
}
