import { SYSTEM_CLOCK } from '../carriers/budget-clock.ts';
import { createClockOffset, type ClockOffset } from '../carriers/budget-offset.ts';
import type { SharedBudgets, Slot } from '../carriers/request-budget.ts';
import {
  closeCircuit,
  countOutage,
  readBudgetState,
  returnTrial,
  takeTrial,
} from '../db/bulk/carrier-circuit.ts';
import { giveBackPlace, renewPlace, takePlace } from '../db/bulk/carrier-leases.ts';
import { postponeRequests, reserveRequestSlots } from '../db/bulk/reserve-request-slots.ts';
import type { Database } from '../db/client.ts';
import { createGatherer, type Gatherer } from '../platform/gatherer.ts';

/** What callers are told while another one tries the carrier: its answer decides, and mostly comes soon. */
const TRIAL_ANSWER_MS = 1_000;

interface Wanted {
  readonly requestsPerSecond: number;
  readonly maxWaitMs: number;
  readonly trialMs: number;
}

/**
 * The budgets in PostgreSQL: slots of the rate, places of concurrent calls and circuits. Calls of one credential that
 * come together take their slots in one statement, one spacing apart.
 */
export function createSlotReservation(database: Database): SharedBudgets {
  const { pool } = database;
  const offset = createClockOffset();
  const gatherers = new Map<string, Gatherer<Wanted, Slot>>();
  const gathererOf = (key: string): Gatherer<Wanted, Slot> => {
    const known = gatherers.get(key);
    if (known !== undefined) return known;
    const made = createGatherer<Wanted, Slot>({
      maxItems: 100,
      maxQueued: 1_000,
      lingerMs: 0,
      run: (items) => reserve(database, offset, key, items),
    });
    gatherers.set(key, made);
    return made;
  };
  return {
    reserve: (key, terms) => gathererOf(key).submit(terms),
    postpone: (key, milliseconds) => postponeRequests(pool, key, milliseconds),
    circuit: {
      read: (key) => readBudgetState(pool, key),
      countOutage: (key, trial) => countOutage(pool, key, trial),
      close: (key) => closeCircuit(pool, key),
      takeTrial: (key, trialMs) => takeTrial(pool, key, trialMs),
      returnTrial: (key) => returnTrial(pool, key),
    },
    leases: {
      take: (serviceProviderId, terms) => takePlace(pool, { serviceProviderId, ...terms }),
      renew: (serviceProviderId, terms) => renewPlace(pool, { serviceProviderId, ...terms }),
      giveBack: (serviceProviderId, terms) => giveBackPlace(pool, { serviceProviderId, ...terms }),
    },
  };
}

async function reserve(
  database: Database,
  offset: ClockOffset,
  serviceProviderId: string,
  items: readonly Wanted[],
): Promise<Slot[]> {
  const [first] = items;
  if (first === undefined) return [];
  const asked = SYSTEM_CLOCK.now();
  const grant = await reserveRequestSlots(database.pool, {
    serviceProviderId,
    requestsPerSecond: first.requestsPerSecond,
    calls: items.length,
    maxWaitMs: first.maxWaitMs,
    trialMs: first.trialMs,
  });
  if (!grant.granted) return items.map(() => grant);
  const { firstWaitMs, databaseNow, spacingMs, trial, troubled } = grant;
  const now = SYSTEM_CLOCK.now();
  offset.note(databaseNow, asked, now);
  const firstIn = offset.toLocal(databaseNow + firstWaitMs) - now;
  return items.map((_item, index) =>
    trial && index > 0
      ? { retryAfterMs: TRIAL_ANSWER_MS, outage: true }
      : { waitMs: firstIn + index * spacingMs, trial, troubled },
  );
}
