import type { TelegenceState } from './telegence-state.ts';

/** A line by its SIM and its number, so that a fault or a reader of the log can use either. */
export function namesOfLine(state: TelegenceState, subscriberNumber: string): string[] {
  const iccid = state.lines.get(subscriberNumber)?.iccid;
  return iccid === undefined ? [subscriberNumber] : [iccid, subscriberNumber];
}
