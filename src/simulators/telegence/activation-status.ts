import type { Answer } from '../frame/answer.ts';
import type { RunContext } from '../frame/carrier.ts';
import type { TelegenceAccount } from './account.ts';
import type { Activation } from './activation.ts';
import { activationView, stuckView } from './activation-view.ts';
import { isHit } from './item-fault.ts';
import { missing } from './telegence-error.ts';
import type { TelegenceState } from './telegence-state.ts';

/** The elements of a batch, by the id of its first one. */
export function batchOf(state: TelegenceState, batchId: string): Activation[] {
  return state.activations.find(`batch ${batchId}`);
}

/** `GET` of an activation: the whole batch, each element as far as it has come. */
export function activationStatus(
  state: TelegenceState,
  account: TelegenceAccount,
  batchId: string,
  { fault }: RunContext,
): Answer {
  const batch = batchOf(state, batchId).filter((activation) => activation.account === account.account);
  if (batch.length === 0) return missing('There is no such activation');
  const now = state.frame.clock.now();
  const json = batch.map((activation, at) =>
    isHit(fault, 'stuckPending', [activation.iccid], at)
      ? stuckView(activation)
      : activationView(activation, now),
  );
  return { status: 200, json };
}
