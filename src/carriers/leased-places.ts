import { randomUUID } from 'node:crypto';
import type { BudgetClock } from './budget-clock.ts';
import { CarrierError } from './carrier-error.ts';
import type { PlaceLeases } from './request-budget.ts';
import { createWaitingLine } from './waiting-line.ts';

/** A place among the concurrent calls of a credential, for one call. */
export interface Place {
  /** Makes sure that the lease outlasts a call that starts now. Throws CarrierError `carrier.budget_exhausted`. */
  secure(): Promise<void>;
  /** To be called once. Never throws. */
  leave(): Promise<void>;
}

export interface LeasedPlacesOptions {
  readonly leases: PlaceLeases;
  readonly key: string;
  /** Calls at once over all workers. */
  readonly places: number;
  /** The longest a call may take. */
  readonly callMs: number;
  /** How often a worker that waits asks, on average. */
  readonly pollMs: number;
  readonly clock: BudgetClock;
}

/** Beyond the call itself: what passes between taking a place and calling, a turn included. */
const LEASE_MARGIN_MS = 5_000;
/** How long consecutive calls use one lease before the others are asked whether somebody waits. */
const TURN_MS = 400;

interface Lease {
  readonly place: number;
  turnEnds: number;
  /** By this process's clock, counted from before the statement, so that it never outlasts the database's. */
  expires: number;
}

/**
 * Places that all workers share. A worker hands a place from call to call as long as its own callers wait and its turn
 * lasts, and gives it back otherwise. One loop asks for all callers of this process. A worker that dies frees its
 * places by the end of their leases.
 */
export function createLeasedPlaces(options: LeasedPlacesOptions) {
  const { leases, key, places, callMs, pollMs, clock } = options;
  const holder = randomUUID();
  const leaseMs = callMs + LEASE_MARGIN_MS;
  const line = createWaitingLine<Lease>();
  let held = 0;
  let asking = false;
  let stepBackUntil = 0;

  async function take(): Promise<Lease | null> {
    const now = clock.now();
    const place = await leases.take(key, { holder, leaseMs, places, mark: held === 0 });
    if (place === null) return null;
    return { place, turnEnds: clock.now() + TURN_MS, expires: now + leaseMs };
  }

  async function renew(lease: Lease, yields: boolean): Promise<boolean> {
    const now = clock.now();
    const answer = await leases.renew(key, { holder, leaseMs, place: lease.place, yields });
    if (answer === 'kept') {
      lease.turnEnds = clock.now() + TURN_MS;
      lease.expires = now + leaseMs;
    }
    // Whoever waits asks within two polls; asking again before that would take the place away from under them.
    if (answer === 'given_back') stepBackUntil = clock.now() + 2 * pollMs;
    return answer === 'kept';
  }

  async function giveBack(lease: Lease): Promise<void> {
    held -= 1;
    await leases.giveBack(key, { holder, place: lease.place }).catch(() => undefined);
    ask();
  }

  /** Asks for places as long as somebody stands in line, bounded by the callers' own waits. */
  function ask(): void {
    if (asking || line.size() === 0 || held >= places) return;
    asking = true;
    void askUntilServed().finally(() => {
      asking = false;
      ask();
    });
  }

  async function askUntilServed(): Promise<void> {
    while (line.size() > 0 && held < places) {
      const back = stepBackUntil - clock.now();
      if (back > 0) await clock.sleep(back, NEVER);
      try {
        const lease = await take();
        if (lease === null) await clock.sleep(pollMs * (0.5 + Math.random()), NEVER);
        else {
          held += 1;
          if (!line.hand(lease)) await giveBack(lease);
        }
      } catch (error) {
        line.dismiss(error);
      }
    }
  }

  async function leave(lease: Lease): Promise<void> {
    const mayGoOn = clock.now() < lease.turnEnds && covers(lease);
    if (line.size() > 0 && mayGoOn && line.hand(lease)) return;
    if (line.size() === 0) return giveBack(lease);
    const kept = await renew(lease, true).catch(() => false);
    if (kept && line.hand(lease)) return;
    if (kept) return giveBack(lease);
    held -= 1;
    ask();
  }

  const covers = (lease: Lease): boolean => lease.expires - clock.now() >= callMs;

  return {
    async enter(signal: AbortSignal, maxWaitMs: number): Promise<Place> {
      const standing = line.stand(signal, maxWaitMs);
      ask();
      const lease = await standing;
      return {
        leave: () => leave(lease),
        secure: async () => {
          if (!covers(lease) && !(await renew(lease, false))) throw placeLost();
        },
      };
    },
  };
}

const NEVER = new AbortController().signal;

function placeLost(): CarrierError {
  return new CarrierError({
    code: 'carrier.budget_exhausted',
    message:
      'The place among the account’s concurrent calls was lost while waiting; the call is tried again.',
    retryAfterMs: 1_000,
    mayHaveApplied: false,
  });
}
