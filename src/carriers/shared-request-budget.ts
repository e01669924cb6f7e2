import { createCallPlaces } from './call-places.ts';
import { SYSTEM_CLOCK, type BudgetClock } from './budget-clock.ts';
import { createCircuit } from './circuit.ts';
import { createCallTurns } from './call-turns.ts';
import type { BudgetLimits, RequestBudget, SharedBudgets } from './request-budget.ts';

export interface RequestBudgetOptions {
  readonly reservation: SharedBudgets;
  /** The credential: the service provider's id. */
  readonly key: string;
  readonly limits: BudgetLimits;
  /** The longest a call may sit waiting for a place, and again for its slot. */
  readonly maxWaitMs?: number;
  readonly clock?: BudgetClock;
}

/**
 * First a place among the concurrent calls, then a slot of the rate that all workers share, then the call: a slot taken
 * while standing in line would go to waste. Without a published rate no slot is reserved and places count in this
 * process only; a pause and an outage still hold for every worker, which looks for them once a second while it calls.
 */
export function createRequestBudget(options: RequestBudgetOptions): RequestBudget {
  const { reservation, key, limits, maxWaitMs = 10_000, clock = SYSTEM_CLOCK } = options;
  const { requestsPerSecond } = limits;
  const circuit = createCircuit({ record: reservation.circuit, key, clock });
  const places = createCallPlaces({ leases: reservation.leases, key, limits, clock });
  const turns = createCallTurns({ reservation, key, limits, maxWaitMs, circuit, clock });
  let nextStart = 0;

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
      circuit.refuseWhileOpen();
      const place = await places.enter(signal, maxWaitMs);
      try {
        const turn = await turns.next();
        return await circuit.watch(turn.trial, async () => {
          if (turn.waitMs > 0) await clock.sleep(turn.waitMs, signal);
          await keepDistance(signal);
          await place.secure();
          signal.throwIfAborted();
          return call();
        });
      } finally {
        await place.leave();
      }
    },
    postpone: (milliseconds) => turns.postpone(milliseconds),
  };
}
