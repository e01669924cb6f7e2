import { CarrierError } from './carrier-error.ts';
import { createConcurrencyLimit } from './concurrency-limit.ts';
import { SYSTEM_CLOCK, type BudgetClock } from './budget-clock.ts';
import type { BudgetLimits, RequestBudget, SlotReservation } from './request-budget.ts';

export interface RequestBudgetOptions {
  readonly reservation: SlotReservation;
  /** The credential: the service provider's id. */
  readonly key: string;
  readonly limits: BudgetLimits;
  /** The longest a call may sit waiting for a place, and again for its slot. */
  readonly maxWaitMs?: number;
  readonly clock?: BudgetClock;
}

/**
 * First a place among the concurrent calls of this process, then a slot of the rate that all workers share, then the
 * call: a slot taken while standing in line would go to waste. Without a published rate no slot is reserved, and a
 * carrier's pause then holds for this process; each of the others is told by its own first call.
 */
export function createRequestBudget(options: RequestBudgetOptions): RequestBudget {
  const { reservation, key, limits, maxWaitMs = 10_000, clock = SYSTEM_CLOCK } = options;
  const { requestsPerSecond } = limits;
  const concurrency = createConcurrencyLimit(limits.maxConcurrentRequests);
  let pausedUntil = 0;
  let nextStart = 0;

  async function waitOfRate(): Promise<number> {
    const pause = pausedUntil - clock.now();
    if (pause > maxWaitMs) throw turnTooFarAway(pause);
    if (requestsPerSecond === null) return pause;
    const answer = await reservation.reserve(key, { requestsPerSecond, maxWaitMs });
    if ('retryAfterMs' in answer) throw turnTooFarAway(answer.retryAfterMs);
    return Math.max(pause, answer.waitMs);
  }

  /** A timer that came late must not push a call close to the next one, so calls of this process keep their distance. */
  async function keepDistance(signal: AbortSignal): Promise<void> {
    if (requestsPerSecond === null) return;
    const start = Math.max(clock.now(), nextStart);
    nextStart = start + 1_000 / requestsPerSecond;
    const gap = start - clock.now();
    if (gap > 0) await clock.sleep(gap, signal);
  }

  return {
    async run(signal, call) {
      const leave = await concurrency.enter(signal, maxWaitMs);
      try {
        const wait = await waitOfRate();
        if (wait > 0) await clock.sleep(wait, signal);
        await keepDistance(signal);
        signal.throwIfAborted();
        return await call();
      } finally {
        leave();
      }
    },
    async postpone(milliseconds) {
      pausedUntil = Math.max(pausedUntil, clock.now() + milliseconds);
      if (requestsPerSecond !== null) await reservation.postpone(key, milliseconds);
    },
  };
}

function turnTooFarAway(retryAfterMs: number): CarrierError {
  return new CarrierError({
    code: 'carrier.budget_exhausted',
    message: `The account’s request budget is used up for another ${String(Math.ceil(retryAfterMs))} ms.`,
    retryAfterMs: Math.ceil(retryAfterMs),
    mayHaveApplied: false,
  });
}
