import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import type { ThingspaceAccount } from './account.ts';
import { customFieldSchema, invalidCustomField } from './custom-field.ts';
import { idOfKind, invalidDeviceId, type DeviceId } from './device-id.ts';
import { defaultGroup, deviceSchema } from './device.ts';
import { nextNumber } from './next-number.ts';
import { deviceListSchema } from './target.ts';
import { apiError, requestUndefined } from './thingspace-error.ts';
import type { ThingspaceState } from './thingspace-state.ts';

const bodySchema = z.object({
  state: z.string().regex(/^pre-?active$/i, 'must be preactive'),
  devicesToAdd: deviceListSchema.min(1),
  customFields: z.array(customFieldSchema).nullish(),
  groupName: z.string().nullish(),
});

/** `POST /devices/actions/add`: new lines without service; the answer tells of each by itself. */
export function addDevices(
  state: ThingspaceState,
  account: ThingspaceAccount,
  body: unknown,
  isRejected: (deviceIds: readonly DeviceId[]) => boolean,
): Answer {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return requestUndefined(z.prettifyError(parsed.error));
  const { devicesToAdd, customFields, groupName } = parsed.data;
  const wrongField = invalidCustomField(customFields ?? []);
  if (wrongField !== null) return apiError(wrongField, 'A custom field is not proper.');
  const fields = Object.fromEntries((customFields ?? []).map(({ key, value }) => [key, value]));
  const results = devicesToAdd.map(({ deviceIds }) => {
    const failure = isRejected(deviceIds) ? 'the device was rejected' : failureOf(state, deviceIds);
    if (failure === null) addDevice(state, account, deviceIds, fields, groupName ?? null);
    return { deviceIds, response: failure === null ? 'Success' : `Failed: ${failure}` };
  });
  return { status: 200, json: results };
}

function failureOf(state: ThingspaceState, deviceIds: readonly DeviceId[]): string | null {
  const invalid = deviceIds.map(invalidDeviceId).find((code) => code !== null);
  if (invalid !== undefined) return invalid;
  const iccid = idOfKind(deviceIds, 'iccid');
  if (iccid === undefined || idOfKind(deviceIds, 'imei') === undefined) return 'give ICCID and IMEI';
  return state.devices.get(iccid) === undefined ? null : 'the device exists already';
}

function addDevice(
  state: ThingspaceState,
  account: ThingspaceAccount,
  deviceIds: readonly DeviceId[],
  customFields: Record<string, string>,
  groupName: string | null,
): void {
  state.devices.put(
    deviceSchema.parse({
      account: account.account,
      deviceNumber: nextNumber(state, 'device'),
      iccid: idOfKind(deviceIds, 'iccid'),
      imei: idOfKind(deviceIds, 'imei'),
      state: 'pre-active',
      customFields,
      groupName: groupName ?? defaultGroup(account),
      createdAt: state.frame.clock.iso(),
    }),
  );
}
