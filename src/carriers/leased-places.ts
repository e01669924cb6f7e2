import type { BudgetClock } from './budget-clock.ts';
import { CarrierError } from './carrier-error.ts';
import type { Lease, LeaseHolder } from './lease-holder.ts';
import { createWaitingLine } from './waiting-line.ts';

/** A place among the concurrent calls of a credential, for one call. */
export interface Place {
  /** Makes sure that the lease outlasts a call that starts then. Throws CarrierError `carrier.budget_exhausted`. */
  secure(start: number): Promise<void>;
  /** To be called once. Never throws. */
  leave(): Promise<void>;
}

export interface LeasedPlacesOptions {
  readonly holder: LeaseHolder;
  /** Calls at once over all workers. */
  readonly places: number;
  /** How often a worker that waits asks, on average. */
  readonly pollMs: number;
  readonly clock: BudgetClock;
}

/**
 * Places that all workers share. A worker hands a place from call to call as long as its own callers wait and its turn
 * lasts, and gives it back otherwise. One loop asks for all callers of this process. A worker that dies frees its
 * places by the end of their leases.
 */
export function createLeasedPlaces({ holder, places, pollMs, clock }: LeasedPlacesOptions) {
  const line = createWaitingLine<Lease>();
  let held = 0;
  let asking = false;
  let stepBackUntil = 0;

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
      if (back > 0) await clock.sleep(back, new AbortController().signal);
      try {
        await askOnce();
      } catch (error) {
        line.dismiss(error);
      }
    }
  }

  async function askOnce(): Promise<void> {
    const lease = await holder.take(held === 0);
    if (lease === null) {
      await clock.sleep(pollMs * (0.5 + Math.random()), new AbortController().signal);
      return;
    }
    held += 1;
    if (!line.hand(lease)) await giveBack(lease);
  }

  async function giveBack(lease: Lease): Promise<void> {
    await holder.giveBack(lease);
    forget();
  }

  function forget(): void {
    held -= 1;
    ask();
  }

  async function leave(lease: Lease): Promise<void> {
    if (line.size() === 0) return giveBack(lease);
    if (clock.now() < lease.turnEnds && holder.covers(lease, clock.now()) && line.hand(lease)) return;
    const answer = await holder.renew(lease, true).catch(() => 'lost' as const);
    if (answer === 'kept') return line.hand(lease) ? undefined : giveBack(lease);
    // Whoever waits asks within two polls; asking again before that would take the place away from under them.
    if (answer === 'given_back') stepBackUntil = clock.now() + 2 * pollMs;
    forget();
  }

  return {
    async enter(signal: AbortSignal, maxWaitMs: number): Promise<Place> {
      const standing = line.stand(signal, maxWaitMs);
      ask();
      const lease = await standing;
      return { leave: () => leave(lease), secure: (start) => secure(holder, lease, start) };
    },
  };
}

async function secure(holder: LeaseHolder, lease: Lease, start: number): Promise<void> {
  if (holder.covers(lease, start)) return;
  if ((await holder.renew(lease, false)) !== 'kept') throw placeLost();
}

function placeLost(): CarrierError {
  return new CarrierError({
    code: 'carrier.budget_exhausted',
    message:
      'The place among the account’s concurrent calls was lost while waiting; the call is tried again.',
    retryAfterMs: 1_000,
    mayHaveApplied: false,
  });
}
