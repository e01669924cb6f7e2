import { randomUUID } from 'node:crypto';
import type { Answer } from '../frame/answer.ts';
import type { RunContext } from '../frame/carrier.ts';
import type { FaultRule } from '../frame/fault-plan.ts';
import { dayOf, monthOf, useOnce } from '../frame/quota.ts';
import type { ThingspaceAccount } from './account.ts';
import { actionFault } from './action-fault.ts';
import { completeAtOnce } from './complete-action.ts';
import type { Completion, FaultResponse } from './completion.ts';
import type { DeviceAction } from './device-action.ts';
import { deviceFault } from './device-fault.ts';
import type { Device } from './device.ts';
import { apiError } from './thingspace-error.ts';
import type { ThingspaceState } from './thingspace-state.ts';
import type { Target } from './target.ts';

/** An asynchronous call that is well formed. */
export interface AskedAction {
  action: DeviceAction;
  targets: readonly Target[];
}

const mostRequestsKept = 100_000;
const stuckMs = 24 * 3_600_000;

/** Accepts an asynchronous call: the answer has its id, the lines follow one by one. */
export function acceptRequest(
  state: ThingspaceState,
  account: ThingspaceAccount,
  { action, targets }: AskedAction,
  { seq, fault }: RunContext,
): Answer {
  const { batchSize } = state.frame.limitsOf(account.account);
  if (batchSize !== null && targets.length > batchSize) {
    return apiError('INPUT_INVALID.MaxRequestsExceeded', `At most ${batchSize} devices in a request.`);
  }
  if (targets.length === 0) return apiError('REQUEST_FAILED.DeviceNotFound', 'No device is selected.');
  const requestId = randomUUID();
  state.requests.put({
    requestId,
    account: account.account,
    action,
    seq,
    open: targets.length,
    failed: 0,
  });
  forgetOldest(state);
  const delivered = targets.flatMap((target) => {
    const struck = fault !== null && isStruck(fault, target) ? fault : null;
    return acceptOne(state, account, action, requestId, target, struck) ?? [];
  });
  const answer = { status: 200, json: { requestId } };
  if (fault?.do !== 'callbackFirst') return answer;
  return { ...answer, after: Promise.all(delivered).then(() => undefined) };
}

/** A rule about one device strikes only that one of a batch. */
function isStruck({ when }: FaultRule, { deviceIds, device }: Target): boolean {
  return (
    when.device === undefined ||
    when.device === device?.iccid ||
    deviceIds.some(({ id }) => id === when.device)
  );
}

function acceptOne(
  state: ThingspaceState,
  account: ThingspaceAccount,
  action: DeviceAction,
  requestId: string,
  { deviceIds, device: known }: Target,
  struck: FaultRule | null,
): Promise<void> | undefined {
  // Looked up again: the same line can be in a request twice.
  const device = known === undefined ? undefined : state.devices.get(known.iccid);
  const refusal = faultOf(state, device, action, struck);
  if (device !== undefined) state.devices.put(inWork(state, device, action, requestId, refusal === null));
  const completion: Completion = {
    requestId,
    iccid: device?.iccid ?? null,
    deviceIds,
    fault: refusal,
    callback: mannerOf(struck),
  };
  if (struck?.do === 'callbackFirst') return completeAtOnce(state, completion);
  const takesMs = state.frame.processingMs(account.account);
  state.completions.add(completion, struck?.do === 'stuckPending' ? takesMs + stuckMs : takesMs);
  return undefined;
}

function faultOf(
  state: ThingspaceState,
  device: Device | undefined,
  action: DeviceAction,
  struck: FaultRule | null,
): FaultResponse | null {
  if (device === undefined) return deviceFault('notFound');
  if (struck?.do === 'rejectItem') return deviceFault('rejected');
  const fault = actionFault(state, device, action);
  if (fault !== null) return deviceFault(fault);
  if (struck?.do !== 'callbackFailed') return null;
  const standard = deviceFault('failed');
  return { ...standard, faultcode: struck.faultcode ?? standard.faultcode };
}

/** Every accepted action counts, also one that the state of the line then forbids. */
function inWork(
  state: ThingspaceState,
  device: Device,
  action: DeviceAction,
  requestId: string,
  permitted: boolean,
): Device {
  const now = state.frame.clock.iso();
  if (action.do === 'customFields') return device;
  if (action.do === 'plan') return { ...device, planChanges: useOnce(device.planChanges, monthOf(now)) };
  const actions = useOnce(device.actions, dayOf(now));
  return permitted
    ? { ...device, actions, pending: { action: action.do, requestId } }
    : { ...device, actions };
}

function mannerOf(struck: FaultRule | null): Completion['callback'] {
  switch (struck?.do) {
    case 'callbackNever':
      return 'never';
    case 'callbackTwice':
      return 'twice';
    case 'callbackOutOfOrder':
      return 'late';
    default:
      return 'once';
  }
}

/** The carrier does not know its requests for ever either. */
function forgetOldest({ requests }: ThingspaceState): void {
  if (requests.size <= mostRequestsKept) return;
  for (const { requestId } of requests.values()) {
    requests.remove(requestId);
    return;
  }
}
