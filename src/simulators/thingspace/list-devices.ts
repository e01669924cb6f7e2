import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import type { ThingspaceAccount } from './account.ts';
import { deviceFilterSchema, matchesFilter } from './device-filter.ts';
import { deviceIdSchema, invalidDeviceId, type DeviceId } from './device-id.ts';
import { deviceView } from './device-view.ts';
import type { Device } from './device.ts';
import { findDevice } from './target.ts';
import { apiError, requestUndefined } from './thingspace-error.ts';
import type { ThingspaceState } from './thingspace-state.ts';

const listSchema = deviceFilterSchema.extend({
  deviceId: deviceIdSchema.nullish(),
  maxNumberOfDevices: z.int().positive().nullish(),
  largestDeviceIdSeen: z.coerce.number().int().nonnegative().nullish(),
});

const standardPage = 500;

/**
 * `POST /devices/actions/list`: one line by an identifier, or a page of those that match, by the carrier's
 * own number of the device. Status 202 says that there are more.
 */
export function listDevices(state: ThingspaceState, account: ThingspaceAccount, body: unknown): Answer {
  const parsed = listSchema.safeParse(body ?? {});
  if (!parsed.success) return requestUndefined(z.prettifyError(parsed.error));
  const { deviceId, maxNumberOfDevices, largestDeviceIdSeen, ...filter } = parsed.data;
  if (deviceId !== undefined && deviceId !== null) return getDevice(state, account, deviceId);
  const most = state.frame.limitsOf(account.account).pageSize ?? standardPage;
  if ((maxNumberOfDevices ?? 0) > most) {
    return apiError('INPUT_INVALID.NumberofDevices', `At most ${most} devices in a list.`);
  }
  const page: Device[] = [];
  for (const device of state.devices.values()) {
    if (device.deviceNumber <= (largestDeviceIdSeen ?? 0) || !matchesFilter(account, device, filter)) {
      continue;
    }
    if (page.length === (maxNumberOfDevices ?? most)) return pageAnswer(account, page, true);
    page.push(device);
  }
  return pageAnswer(account, page, false);
}

function getDevice(state: ThingspaceState, account: ThingspaceAccount, deviceId: DeviceId): Answer {
  const invalid = invalidDeviceId(deviceId);
  if (invalid !== null) return apiError(invalid, `${deviceId.id} is not a proper ${deviceId.kind}.`);
  const device = findDevice(state, account, [deviceId]);
  if (device === undefined) return apiError('REQUEST_FAILED.DeviceNotFound', 'The device was not found.');
  return { status: 200, json: { hasMoreData: false, devices: [deviceView(account, device, true)] } };
}

function pageAnswer(account: ThingspaceAccount, page: readonly Device[], hasMoreData: boolean): Answer {
  const devices = page.map((device) => deviceView(account, device, false));
  return { status: hasMoreData ? 202 : 200, json: { hasMoreData, devices } };
}
