const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The waits before each try, in milliseconds, as Standard Webhooks recommends them: over three days in all. */
export const WEBHOOK_RETRY_WAITS_MS = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

/** A receiver may ask for more patience than the schedule has, up to this. */
const LONGEST_WAIT_MS = 24 * HOUR;

/**
 * The wait after so many tries that failed, in milliseconds; null when that was the last one. What the receiver asks for
 * counts when it is longer than the schedule's own wait.
 */
export function webhookRetryWaitMs(attempts: number, askedForMs: number | null): number | null {
  const wait = WEBHOOK_RETRY_WAITS_MS[attempts];
  if (wait === undefined) return null;
  return Math.max(wait, Math.min(askedForMs ?? 0, LONGEST_WAIT_MS));
}
