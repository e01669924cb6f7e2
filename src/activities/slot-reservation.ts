import type { SlotReservation } from '../carriers/request-budget.ts';
import { postponeRequests, reserveRequestSlots } from '../db/bulk/reserve-request-slots.ts';
import type { Database } from '../db/client.ts';
import { createGatherer, type Gatherer } from '../platform/gatherer.ts';

/** The carrier counts where calls arrive, and on the way there two may come closer to each other than they were sent. */
const SLACK = 1.02;

interface Wanted {
  readonly requestsPerSecond: number;
  readonly maxWaitMs: number;
}

type Slot = { readonly waitMs: number } | { readonly retryAfterMs: number };

/**
 * The reservation of request slots in PostgreSQL. Calls of one credential that come together take their slots in one
 * statement, one spacing apart.
 */
export function createSlotReservation(database: Database): SlotReservation {
  const gatherers = new Map<string, Gatherer<Wanted, Slot>>();
  const gathererOf = (key: string): Gatherer<Wanted, Slot> => {
    const known = gatherers.get(key);
    if (known !== undefined) return known;
    const made = createGatherer<Wanted, Slot>({
      maxItems: 100,
      maxQueued: 1_000,
      lingerMs: 0,
      run: (items) => reserve(database, key, items),
    });
    gatherers.set(key, made);
    return made;
  };
  return {
    reserve: (key, terms) => gathererOf(key).submit(terms),
    postpone: (key, milliseconds) => postponeRequests(database.pool, key, milliseconds),
  };
}

async function reserve(
  database: Database,
  serviceProviderId: string,
  items: readonly Wanted[],
): Promise<Slot[]> {
  const [first] = items;
  if (first === undefined) return [];
  const grant = await reserveRequestSlots(database.pool, {
    serviceProviderId,
    requestsPerSecond: first.requestsPerSecond / SLACK,
    calls: items.length,
    maxWaitMs: first.maxWaitMs,
  });
  if (!grant.granted) return items.map(() => ({ retryAfterMs: grant.retryAfterMs }));
  return items.map((_item, index) => ({ waitMs: grant.firstWaitMs + index * grant.spacingMs }));
}
