import type { DeviceStatus } from '../../domain/device-status.ts';
import type { CarrierDevice } from '../carrier-port.ts';
import type { DeviceAnswer } from './answer.ts';

/** The SIM statuses that a caller may set. There is no suspend: both words for it are DEACTIVATED. */
const JASPER_STATUSES = {
  inventory: 'INVENTORY',
  pending_activation: 'ACTIVATION_READY',
  active: 'ACTIVATED',
  suspended: 'DEACTIVATED',
  deactivated: 'DEACTIVATED',
  retired: 'RETIRED',
  // PURGED is left to the operator.
  terminated: null,
} as const satisfies Record<DeviceStatus, string | null>;

export type JasperStatus = NonNullable<(typeof JASPER_STATUSES)[DeviceStatus]>;

/** Null when no caller can bring a SIM there. */
export function jasperStatusOf(status: DeviceStatus): JasperStatus | null {
  return JASPER_STATUSES[status];
}

const PRODUCT_STATUSES: Readonly<Record<string, DeviceStatus>> = {
  INVENTORY: 'inventory',
  ACTIVATION_READY: 'pending_activation',
  ACTIVATED: 'active',
  DEACTIVATED: 'deactivated',
  RETIRED: 'retired',
  PURGED: 'terminated',
};

/** TEST_READY, TRIAL and REPLACED have no word of ours. */
export function productStatusOf(jasperStatus: string | null): DeviceStatus | null {
  return (jasperStatus === null ? undefined : PRODUCT_STATUSES[jasperStatus]) ?? null;
}

export function toCarrierDevice(answer: DeviceAnswer): CarrierDevice {
  return {
    identifier: answer.iccid,
    status: productStatusOf(answer.status),
    ratePlan: answer.ratePlan,
    communicationPlan: answer.communicationPlan,
    msisdn: answer.msisdn,
    imei: answer.imei,
    ipAddress: answer.fixedIPAddress,
  };
}
