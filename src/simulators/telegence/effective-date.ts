import type { TelegenceAccount } from './account.ts';
import { billCycleAt, dayOf, readTelegenceDate } from './telegence-date.ts';

const dayMs = 86_400_000;
const furthestDays = 30;

/** When an update takes effect: its day and how long to wait for it, or why the date cannot be used. */
export type Effective = { day: string; delayMs: number } | { invalid: string };

/**
 * Reads an effective date against the simulator's clock. A day that has begun means at once, back to
 * the start of the bill cycle; a later one must be less than 30 days ahead.
 */
export function readEffectiveDate(
  text: string | undefined,
  { billCycleDay }: TelegenceAccount,
  nowMs: number,
): Effective {
  if (text === undefined || text === '') return { day: dayOf(nowMs), delayMs: 0 };
  const at = readTelegenceDate(text);
  if (at === null) return { invalid: 'effectiveDate must be of the form yyyy-MM-ddZ' };
  if (at < billCycleAt(nowMs, billCycleDay).start) {
    return { invalid: 'effectiveDate is before the current billing period' };
  }
  if (at >= nowMs + furthestDays * dayMs) {
    return { invalid: `effectiveDate must be less than ${furthestDays} days ahead` };
  }
  return { day: dayOf(at), delayMs: Math.max(0, at - nowMs) };
}
