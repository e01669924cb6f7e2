import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import type { AskedAction } from './accept-request.ts';
import type { ThingspaceAccount } from './account.ts';
import { invalidCustomField } from './custom-field.ts';
import { idOfKind, invalidDeviceId } from './device-id.ts';
import { readAsyncCall, type AsyncCall, type AsyncOperation } from './read-async-call.ts';
import { namedTargets, selectedTargets } from './target.ts';
import { apiError, requestUndefined } from './thingspace-error.ts';
import type { ThingspaceState } from './thingspace-state.ts';

/** A call that is well formed, or the answer to one that is not. */
export type Asked = AskedAction | { refusal: Answer };

/** Reads an asynchronous call and finds its lines. */
export function askedAction(
  state: ThingspaceState,
  account: ThingspaceAccount,
  operation: AsyncOperation,
  body: unknown,
): Asked {
  try {
    const call = readAsyncCall(operation, body);
    const refusal = refusalOf(account, call);
    if (refusal !== null) return { refusal };
    const targets =
      call.devices.length === 0
        ? selectedTargets(state, account, call.selection)
        : namedTargets(state, account, call.devices);
    return { action: call.action, targets };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return { refusal: requestUndefined(z.prettifyError(error)) };
  }
}

function refusalOf(account: ThingspaceAccount, call: AsyncCall): Answer | null {
  const { action, devices, customFields, needsImei } = call;
  const ids = devices.flatMap(({ deviceIds }) => deviceIds);
  for (const deviceId of ids) {
    const invalid = invalidDeviceId(deviceId);
    if (invalid !== null) return apiError(invalid, `${deviceId.id} is not a proper ${deviceId.kind}.`);
  }
  if (needsImei && devices.some(({ deviceIds }) => !hasIccidAndImei(deviceIds))) {
    return apiError('INPUT_INVALID.Device.Identifier.Invalid', 'Give ICCID and IMEI of each device.');
  }
  const wrongField = invalidCustomField(customFields);
  if (wrongField !== null) return apiError(wrongField, 'A custom field is not proper.');
  if (!('servicePlan' in action) || account.servicePlans.some(({ code }) => code === action.servicePlan)) {
    return null;
  }
  return apiError(`REQUEST_FAILED.${action.servicePlan}.NotFound`, 'There is no such service plan.');
}

function hasIccidAndImei(deviceIds: Parameters<typeof idOfKind>[0]): boolean {
  return idOfKind(deviceIds, 'iccid') !== undefined && idOfKind(deviceIds, 'imei') !== undefined;
}
