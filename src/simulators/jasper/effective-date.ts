import { readJasperDate } from './jasper-date.ts';

const dayMs = 24 * 3_600_000;
const furthestDays = 180;

/** When an edit takes effect: at once (null), at a moment, or why its date cannot be used. */
export type Effective = { dueAt: number | null } | { invalid: string };

/** Reads an effective date against the simulator's clock. Today's date means at once. */
export function readEffectiveDate(text: string | undefined, nowMs: number): Effective {
  if (text === undefined || text === '') return { dueAt: null };
  const at = readJasperDate(text);
  if (at === null) return { invalid: 'INVALID_EFFECTIVE_DATE - not a date.' };
  const startOfToday = nowMs - (nowMs % dayMs);
  if (at < startOfToday) return { invalid: 'ACTIVATION_IN_PAST - the effective date is in the past.' };
  if (at > nowMs + furthestDays * dayMs) {
    return { invalid: `INVALID_EFFECTIVE_DATE - at most ${furthestDays} days ahead.` };
  }
  return { dueAt: at <= nowMs ? null : at };
}
