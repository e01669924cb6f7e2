import { z } from 'zod';
import type { ThingspaceAccount } from './account.ts';
import { customFieldSchema } from './custom-field.ts';
import { deviceIdSchema, idOfKind, kindOf, type DeviceId } from './device-id.ts';
import type { Device } from './device.ts';
import type { ThingspaceState } from './thingspace-state.ts';

/** A line as a request names it; `device` is undefined when the account has no such line. */
export interface Target {
  deviceIds: DeviceId[];
  device: Device | undefined;
}

/** Devices as requests list them. */
export const deviceListSchema = z.array(z.object({ deviceIds: z.array(deviceIdSchema).min(1) }));

/** Lines of the account by what they have, for requests that name none. */
export const selectionSchema = z.object({
  groupName: z.string().nullish(),
  servicePlan: z.string().nullish(),
  customFields: z.array(customFieldSchema).nullish(),
});

export type Selection = z.infer<typeof selectionSchema>;

/** Looks up the lines that a request names. */
export function namedTargets(
  state: ThingspaceState,
  account: ThingspaceAccount,
  devices: z.infer<typeof deviceListSchema>,
): Target[] {
  return devices.map(({ deviceIds }) => ({ deviceIds, device: findDevice(state, account, deviceIds) }));
}

/** All lines of the account that match: what a request means that names no device at all. */
export function selectedTargets(
  state: ThingspaceState,
  account: ThingspaceAccount,
  selection: Selection,
): Target[] {
  const targets: Target[] = [];
  for (const device of state.devices.values()) {
    if (device.account !== account.account || !isSelected(device, selection)) continue;
    targets.push({ deviceIds: [{ id: device.iccid, kind: 'iccid' }], device });
  }
  return targets;
}

/** The account's line with any of the identifiers; the ICCID says most, as it belongs to the SIM. */
export function findDevice(
  state: ThingspaceState,
  { account }: ThingspaceAccount,
  deviceIds: readonly DeviceId[],
): Device | undefined {
  const iccid = idOfKind(deviceIds, 'iccid');
  if (iccid !== undefined) {
    const device = state.devices.get(iccid);
    return device?.account === account ? device : undefined;
  }
  for (const deviceId of deviceIds) {
    const kind = kindOf(deviceId);
    if (kind !== 'imei' && kind !== 'mdn' && kind !== 'msisdn') continue;
    const found = state.devices.find(deviceId.id);
    const device = found.find((known) => known.account === account && known[kind] === deviceId.id);
    if (device !== undefined) return device;
  }
  return undefined;
}

/** Whether a line has all that is given. */
export function isSelected(device: Device, { groupName, servicePlan, customFields }: Selection): boolean {
  return (
    (groupName === undefined || groupName === null || groupName === '' || device.groupName === groupName) &&
    (servicePlan === undefined || servicePlan === null || device.servicePlan === servicePlan) &&
    (customFields ?? []).every(({ key, value }) => device.customFields[key] === value)
  );
}
