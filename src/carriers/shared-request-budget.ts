import { createCallPlaces } from './call-places.ts';
import { sleepUntil, SYSTEM_CLOCK, type BudgetClock } from './budget-clock.ts';
import { createPace, type PacedCall } from './budget-pace.ts';
import { createCircuit } from './circuit.ts';
import { createCallTurns } from './call-turns.ts';
import type { BudgetLimits, RequestBudget, SharedBudgets } from './request-budget.ts';

export interface RequestBudgetOptions {
  readonly reservation: SharedBudgets;
  /** The credential: the service provider's id. */
  readonly key: string;
  readonly limits: BudgetLimits;
  /** The longest a call may sit waiting for a place, unless it says otherwise itself, and again for its slot. */
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
  const pace = requestsPerSecond === null ? null : createPace(requestsPerSecond);

  /** A call that came late moves the next one, before its place goes to whoever makes it. */
  async function keepDistance(call: PacedCall): Promise<void> {
    const notBefore = pace?.notBefore(call) ?? null;
    const waitMs = notBefore === null ? 0 : notBefore - clock.now();
    // The outcome of the call counts for its device; that the plan could not be moved must not hide it.
    if (waitMs > 0) await reservation.postpone(key, waitMs).catch(() => undefined);
  }

  async function callInSlot<T>(slot: number, call: () => Promise<T>): Promise<T> {
    const left = clock.now();
    try {
      return await call();
    } finally {
      await keepDistance({ slot, left, answered: clock.now() });
    }
  }

  return {
    async run(signal, call, maxPlaceWaitMs = maxWaitMs) {
      circuit.refuseWhileOpen();
      const place = await places.enter(signal, maxPlaceWaitMs);
      try {
        const turn = await turns.next();
        const slot = clock.now() + turn.waitMs;
        return await circuit.watch(turn.trial, async () => {
          // Renewed while there is time for it; afterwards a statement would make the call late.
          await place.secure(slot);
          await sleepUntil(clock, slot, signal);
          await place.secure(clock.now());
          signal.throwIfAborted();
          return callInSlot(slot, call);
        });
      } finally {
        await place.leave();
      }
    },
    postpone: (milliseconds) => turns.postpone(milliseconds),
  };
}
