import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import type { ThingspaceAccount } from './account.ts';
import { deviceListSchema, findDevice } from './target.ts';
import { apiError, requestUndefined } from './thingspace-error.ts';
import type { ThingspaceState } from './thingspace-state.ts';

const bodySchema = z.object({ devicesToDelete: deviceListSchema.min(1) });
const mostDevices = 100;

/** `POST /devices/actions/delete`: forgets lines that are deactive; the answer tells of each by itself. */
export function deleteDevices(state: ThingspaceState, account: ThingspaceAccount, body: unknown): Answer {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return requestUndefined(z.prettifyError(parsed.error));
  if (parsed.data.devicesToDelete.length > mostDevices) {
    return apiError('INPUT_INVALID.NumberofDevices', `At most ${mostDevices} devices in a request.`);
  }
  const results = parsed.data.devicesToDelete.map(({ deviceIds }) => {
    const device = findDevice(state, account, deviceIds);
    const deletable = device?.state === 'deactive' && device.pending === null;
    if (deletable) state.devices.remove(device.iccid);
    return deletable
      ? { deviceIds, status: 'Success', message: 'Device deleted successfully' }
      : { deviceIds, status: 'Failed', message: 'Only a deactive device of the account can be deleted' };
  });
  return { status: 200, json: results };
}
