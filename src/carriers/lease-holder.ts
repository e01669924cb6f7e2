import { randomUUID } from 'node:crypto';
import type { BudgetClock } from './budget-clock.ts';
import type { PlaceLeases } from './request-budget.ts';

/** A place that this worker holds, with times by its own clock. */
export interface Lease {
  readonly place: number;
  turnEnds: number;
  /** Counted from before the statement, so that it never outlasts what the database has noted. */
  expires: number;
}

export interface LeaseHolder {
  /** Null when all are taken; `mark` tells the others that this worker waits and has none. */
  take(mark: boolean): Promise<Lease | null>;
  /** Another turn for a place; with `yields`, it is given back instead when another worker waits. */
  renew(lease: Lease, yields: boolean): Promise<'kept' | 'given_back' | 'lost'>;
  /** Never throws: a place that could not be given back is free when its lease runs out. */
  giveBack(lease: Lease): Promise<void>;
  /** Whether the lease outlasts a call that starts then. */
  covers(lease: Lease, start: number): boolean;
}

/** Beyond the call itself: what passes between taking a place and calling, a turn included. */
const LEASE_MARGIN_MS = 5_000;
/** How long consecutive calls use one lease before the others are asked whether somebody waits. */
const TURN_MS = 400;

/** One worker's leases of a credential's places, under a name of its own. */
export function createLeaseHolder(options: {
  readonly leases: PlaceLeases;
  readonly key: string;
  readonly places: number;
  /** The longest a call may take. */
  readonly callMs: number;
  readonly clock: BudgetClock;
}): LeaseHolder {
  const { leases, key, places, callMs, clock } = options;
  const terms = { holder: randomUUID(), leaseMs: callMs + LEASE_MARGIN_MS };
  return {
    take: async (mark) => {
      const asked = clock.now();
      const place = await leases.take(key, { ...terms, places, mark });
      if (place === null) return null;
      return { place, turnEnds: clock.now() + TURN_MS, expires: asked + terms.leaseMs };
    },
    renew: async (lease, yields) => {
      const asked = clock.now();
      const answer = await leases.renew(key, { ...terms, place: lease.place, yields });
      if (answer === 'kept') {
        lease.turnEnds = clock.now() + TURN_MS;
        lease.expires = asked + terms.leaseMs;
      }
      return answer;
    },
    giveBack: ({ place }) => leases.giveBack(key, { holder: terms.holder, place }).catch(() => undefined),
    covers: (lease, start) => lease.expires - start >= callMs,
  };
}
