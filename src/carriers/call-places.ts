import type { BudgetClock } from './budget-clock.ts';
import { createConcurrencyLimit } from './concurrency-limit.ts';
import { createLeaseHolder } from './lease-holder.ts';
import { createLeasedPlaces, type Place } from './leased-places.ts';
import type { BudgetLimits, PlaceLeases } from './request-budget.ts';

export interface CallPlaces {
  /** Throws CarrierError `carrier.budget_exhausted` when no place came free in time, and the signal's reason. */
  enter(signal: AbortSignal, maxWaitMs: number): Promise<Place>;
}

const SHORTEST_POLL_MS = 15;
const LONGEST_POLL_MS = 75;

/**
 * A carrier that publishes a rate counts its calls, and is given no more at once than it permits, whatever the number
 * of workers. Without a rate the limit only protects connections: it holds in this process and costs no statement.
 */
export function createCallPlaces(options: {
  readonly leases: PlaceLeases;
  readonly key: string;
  readonly limits: BudgetLimits;
  readonly clock: BudgetClock;
}): CallPlaces {
  const { leases, key, limits, clock } = options;
  const { requestsPerSecond, maxConcurrentRequests: places, requestTimeoutMs: callMs } = limits;
  if (requestsPerSecond !== null) {
    // A third of a spacing: a place that came free is found before the next slot.
    const pollMs = Math.min(LONGEST_POLL_MS, Math.max(SHORTEST_POLL_MS, 333 / requestsPerSecond));
    const holder = createLeaseHolder({ leases, key, places, callMs, clock });
    return createLeasedPlaces({ holder, places, pollMs, clock });
  }
  const limit = createConcurrencyLimit(places);
  return {
    enter: async (signal, maxWaitMs) => {
      const leave = await limit.enter(signal, maxWaitMs);
      return { secure: () => Promise.resolve(), leave: () => Promise.resolve(leave()) };
    },
  };
}
