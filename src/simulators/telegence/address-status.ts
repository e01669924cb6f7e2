import type { Answer } from '../frame/answer.ts';
import type { Call } from '../frame/call.ts';
import type { RunContext } from '../frame/carrier.ts';
import type { TelegenceAccount } from './account.ts';
import { isHit } from './item-fault.ts';
import { namesOfLine } from './line-names.ts';
import type { Provisioning } from './provisioning.ts';
import { provisioningView } from './provisioning-view.ts';
import { missing, telegenceError } from './telegence-error.ts';
import type { TelegenceState } from './telegence-state.ts';

/** What a call asks about: all subscribers of a batch, or the newest provisioning of one subscriber. */
export function provisioningsAsked(state: TelegenceState, { headers }: Call): Provisioning[] {
  const batchId = headers['batch-id'];
  if (typeof batchId === 'string') return state.provisionings.find(`batch ${batchId}`);
  const subscriberNumber = headers['subscriber-number'];
  if (typeof subscriberNumber !== 'string') return [];
  return state.provisionings.find(subscriberNumber).slice(-1);
}

/** `GET` of addresses on their way, by one of the headers `batch-id` and `subscriber-number`. */
export function addressStatus(
  state: TelegenceState,
  { account }: TelegenceAccount,
  call: Call,
  { fault }: RunContext,
): Answer {
  if (call.headers['batch-id'] === undefined && call.headers['subscriber-number'] === undefined) {
    return telegenceError(400, 'Send one of the headers batch-id and subscriber-number');
  }
  const asked = provisioningsAsked(state, call).filter((entry) => entry.account === account);
  if (asked.length === 0) return missing('There is no such request for addresses');
  const now = state.frame.clock.now();
  const json = asked.map((entry, at) =>
    isHit(fault, 'stuckPending', namesOfLine(state, entry.subscriberNumber), at)
      ? provisioningView({ ...entry, dueAt: null, done: false }, now)
      : provisioningView(entry, now),
  );
  return { status: 200, json };
}
