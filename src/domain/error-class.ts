/**
 * What a fault means for the device that met it:
 * VALIDATION: the request is wrong, no retry. TRANSIENT: may pass by itself, retried with back-off.
 * BUSINESS: a rule forbids it, a person must act. SYSTEM: infrastructure, retried for longer and alerted.
 */
export const ERROR_CLASSES = ['VALIDATION', 'TRANSIENT', 'BUSINESS', 'SYSTEM'] as const;

export type ErrorClass = (typeof ERROR_CLASSES)[number];

interface RetryRule {
  /** Attempts in all, the first included. */
  readonly maximumAttempts: number;
  readonly initialDelayMs: number;
  readonly maximumDelayMs: number;
}

/** How often Temporal tries again, by class. A carrier's own wait (Retry-After) replaces the delay. */
export const RETRY_RULES = {
  VALIDATION: { maximumAttempts: 1, initialDelayMs: 0, maximumDelayMs: 0 },
  BUSINESS: { maximumAttempts: 1, initialDelayMs: 0, maximumDelayMs: 0 },
  TRANSIENT: { maximumAttempts: 6, initialDelayMs: 1_000, maximumDelayMs: 60_000 },
  SYSTEM: { maximumAttempts: 40, initialDelayMs: 1_000, maximumDelayMs: 120_000 },
} as const satisfies Record<ErrorClass, RetryRule>;

export function mayRetry(errorClass: ErrorClass, attempt: number): boolean {
  return attempt < RETRY_RULES[errorClass].maximumAttempts;
}

/** Doubles with each attempt, up to the class's maximum. `attempt` counts from 1. */
export function retryDelayMs(errorClass: ErrorClass, attempt: number): number {
  const rule = RETRY_RULES[errorClass];
  // Without a bound the power becomes infinite, and a delay of zero times that is no number.
  const doublings = Math.min(Math.max(attempt, 1) - 1, 30);
  return Math.min(rule.initialDelayMs * 2 ** doublings, rule.maximumDelayMs);
}
