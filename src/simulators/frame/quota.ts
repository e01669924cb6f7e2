import { z } from 'zod';

/** How often something was done in one period, such as a day; kept with the record it is counted for. */
export const quotaSchema = z.object({ period: z.string(), used: z.int().nonnegative() });

export type Quota = z.infer<typeof quotaSchema>;

/** A quota that was never used. */
export const unusedQuota: Quota = { period: '', used: 0 };

/** The UTC day of a moment given as ISO 8601 text. */
export function dayOf(iso: string): string {
  return iso.slice(0, 10);
}

/** The UTC month of a moment given as ISO 8601 text. */
export function monthOf(iso: string): string {
  return iso.slice(0, 7);
}

/** Whether one more use in the period stays within the limit; null is no limit. */
export function hasRoomIn(quota: Quota, period: string, limit: number | null): boolean {
  return limit === null || usedIn(quota, period) < limit;
}

/** Counts one use; a new period starts from nothing. */
export function useOnce(quota: Quota, period: string): Quota {
  return { period, used: usedIn(quota, period) + 1 };
}

function usedIn(quota: Quota, period: string): number {
  return quota.period === period ? quota.used : 0;
}
