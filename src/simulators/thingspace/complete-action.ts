import { applyAction } from './apply-action.ts';
import type { Callback } from './callback.ts';
import type { Completion, FaultResponse } from './completion.ts';
import { deviceFault } from './device-fault.ts';
import type { AcceptedRequest } from './device-action.ts';
import type { ThingspaceState } from './thingspace-state.ts';

/** Carries out what a request asked for one line, and lets the listener know as it was told to. */
export function completeWhenDue(state: ThingspaceState, completion: Completion): void {
  const callback = complete(state, completion);
  if (callback === null) return;
  switch (completion.callback) {
    case 'never':
      return;
    case 'once':
      state.callbacks.send(callback, 0);
      return;
    case 'twice':
      state.callbacks.send(callback, 0);
      state.callbacks.send(callback, repeatAfterMs, 2);
      return;
    case 'late':
      state.callbacks.send(callback, overtakenAfterMs(state, callback.account));
      return;
  }
}

/** Does the same at once; answers when the listener has had the callback. */
export async function completeAtOnce(state: ThingspaceState, completion: Completion): Promise<void> {
  const callback = complete(state, completion);
  if (callback !== null) await state.callbacks.sendNow(callback);
}

const repeatAfterMs = 20;

/** Longer than a later request takes, and a different time for each line of the same request. */
function overtakenAfterMs(state: ThingspaceState, account: string): number {
  const [, most] = state.frame.limitsOf(account).processingMs;
  return 2 * most + 100 + state.frame.processingMs(account);
}

function complete(state: ThingspaceState, completion: Completion): Callback | null {
  const request = state.requests.get(completion.requestId);
  const account = state.accounts.find((known) => known.account === request?.account);
  // The account can be gone from the seed since the request was accepted.
  if (request === undefined || account === undefined) return null;
  const { deviceIds, requestId } = completion;
  const result = resultOf(state, request, completion);
  const failed = 'fault' in result;
  state.requests.put({
    ...request,
    open: request.open - 1,
    failed: request.failed + (failed ? 1 : 0),
  });
  return {
    account: account.account,
    accountName: account.accountName,
    requestId,
    deviceIds,
    deviceResponse: failed ? null : result.response,
    faultResponse: failed ? result.fault : null,
  };
}

type Result = { response: Record<string, unknown> } | { fault: FaultResponse };

function resultOf(state: ThingspaceState, request: AcceptedRequest, completion: Completion): Result {
  const device = completion.iccid === null ? undefined : state.devices.get(completion.iccid);
  if (device === undefined) return { fault: completion.fault ?? deviceFault('notFound') };
  const settled = device.pending?.requestId === request.requestId ? { ...device, pending: null } : device;
  if (completion.fault !== null) {
    if (settled !== device) state.devices.put(settled);
    return { fault: completion.fault };
  }
  return { response: applyAction(state, settled, request, completion.deviceIds) };
}
