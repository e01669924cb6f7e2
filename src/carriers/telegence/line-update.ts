import { CarrierError } from '../carrier-error.ts';
import type { Characteristic } from './characteristic.ts';
import { letterOf } from './mapper.ts';
import type { FeatureUpdate, LineStatusUpdate, TelegenceLine } from './telegence-port.ts';

/** An update and what it leads to. Empty: nothing is left to write. */
export type LineUpdate = readonly Characteristic[];

/** `line` is null when it was not read. Throws CarrierError when no update leads to the status. */
export function statusUpdate(
  change: LineStatusUpdate,
  statusName: string,
  line: TelegenceLine | null,
): LineUpdate {
  const letter = letterOf(change.target);
  if (letter === null) {
    throw new CarrierError({
      code: 'status.transition_not_allowed',
      message: `Telegence has no status that means "${change.target}" and that a caller may set.`,
      mayHaveApplied: false,
    });
  }
  if (line?.status === change.target) return [];
  const status = { name: statusName, value: letter };
  return change.reasonCode === null ? [status] : [status, { name: 'reasonCode', value: change.reasonCode }];
}

export function planUpdate(code: string, line: TelegenceLine | null): LineUpdate {
  return line?.ratePlan === code ? [] : [{ name: 'singleUserCode', value: code }];
}

export function featureUpdate(change: FeatureUpdate, line: TelegenceLine | null): LineUpdate {
  const has = (code: string) => line?.features.includes(code) ?? null;
  return [
    ...change.remove
      .filter((code) => has(code) !== false)
      .map((value) => ({ name: 'removeOfferingCode', value })),
    ...change.add.filter((code) => has(code) !== true).map((value) => ({ name: 'addOfferingCode', value })),
  ];
}
