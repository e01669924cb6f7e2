import type { TelegenceState } from './telegence-state.ts';

/** Whether a SIM has a line that is not cancelled, or is about to get one. */
export function isSimInUse(state: TelegenceState, iccid: string): boolean {
  return hasLine(state, iccid) || isBeingActivated(state, iccid);
}

/** Whether a SIM has a line that is not cancelled. */
export function hasLine(state: TelegenceState, iccid: string): boolean {
  return state.lines.find(iccid).some(({ status }) => status !== 'C');
}

function isBeingActivated(state: TelegenceState, iccid: string): boolean {
  return state.activations
    .find(iccid)
    .some((activation) => activation.state === 'pending' && activation.rejection === null);
}
