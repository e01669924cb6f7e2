import type { Database } from '../db/client.ts';
import { isHalted } from '../db/bulk/is-halted.ts';

/** Whether no further device of a change may be begun. */
export interface HaltCheck {
  isHalted(bulkChangeId: string): Promise<boolean>;
}

/** An answer holds this long: a pause bites within it, and a busy change costs a few small queries a second. */
const KEEP_MS = 250;
const KEPT = 500;

export function createHaltCheck(database: Database, nowMs: () => number): HaltCheck {
  const kept = new Map<string, { readonly at: number; readonly answer: Promise<boolean> }>();
  return {
    isHalted: (bulkChangeId) => {
      const known = kept.get(bulkChangeId);
      if (known !== undefined && nowMs() - known.at < KEEP_MS) return known.answer;
      const answer = isHalted(database.pool, bulkChangeId);
      if (kept.size >= KEPT) kept.clear();
      kept.set(bulkChangeId, { at: nowMs(), answer });
      answer.catch(() => kept.delete(bulkChangeId));
      return answer;
    },
  };
}
