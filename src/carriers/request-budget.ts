/**
 * The request budget of one credential, shared by all workers. `run` waits for its turn, calls, and gives the place
 * back. Throws CarrierError `carrier.budget_exhausted` with the wait when the turn is further away than a call may sit,
 * or while the carrier is taken to be down.
 */
export interface RequestBudget {
  /**
   * `call` throws what the carrier's refusal or silence means: that is how the budget learns of an outage. It stands in line
   * for a place for `maxPlaceWaitMs` at most; absent: as long as the budget lets any call wait.
   */
  run<T>(signal: AbortSignal, call: () => Promise<T>, maxPlaceWaitMs?: number): Promise<T>;
  /** The carrier asked for a pause: nobody calls before it is over. */
  postpone(milliseconds: number): Promise<void>;
}

/** No limit at all, for systems that publish none. */
export const UNLIMITED: RequestBudget = {
  run: (_signal, call) => call(),
  postpone: () => Promise.resolve(),
};

/** What a credential permits. */
export interface BudgetLimits {
  /** Null: the carrier publishes no rate. */
  readonly requestsPerSecond: number | null;
  /** Calls at once: over all workers where there is a rate, in each worker process where there is none. */
  readonly maxConcurrentRequests: number;
  /** The longest a call may take; a place is leased for a little longer. */
  readonly requestTimeoutMs: number;
}

/** A slot of the rate, or how long to stay away. */
export type Slot =
  | {
      /** Below 0: the answer was late, and the slot has begun already. */
      readonly waitMs: number;
      /** This one call tries the carrier after an outage. */
      readonly trial: boolean;
      /** Failures are on record that a success sets back. */
      readonly troubled: boolean;
    }
  | { readonly retryAfterMs: number; readonly outage: boolean };

/** Where all workers agree on the next free instant of a credential. */
export interface SlotReservation {
  /** Takes the next slot and tells how far away it is; takes none when it is further away than `maxWaitMs`. */
  reserve(
    key: string,
    terms: {
      readonly requestsPerSecond: number;
      readonly maxWaitMs: number;
      /** How long a trial may take before another call tries. */
      readonly trialMs: number;
    },
  ): Promise<Slot>;
  /** Moves the next free instant to at least `milliseconds` from now. */
  postpone(key: string, milliseconds: number): Promise<void>;
}

/** What all workers know of a credential, in milliseconds from now. */
export interface BudgetState {
  readonly pausedMs: number;
  /** Failures in a row that look like an outage. */
  readonly failures: number;
  /** Null: closed. Not above 0: open, and one call may try. */
  readonly openMs: number | null;
}

/** Where all workers agree on whether a carrier is down. */
export interface CircuitRecord {
  read(key: string): Promise<BudgetState>;
  countOutage(key: string, trial: boolean): Promise<BudgetState>;
  close(key: string): Promise<void>;
  takeTrial(key: string, trialMs: number): Promise<boolean>;
  returnTrial(key: string): Promise<void>;
}

/** A place among the concurrent calls of a credential. */
export interface LeaseTerms {
  readonly holder: string;
  readonly leaseMs: number;
}

/** Where all workers agree on who may call at the same time. */
export interface PlaceLeases {
  /** Null when all are taken; `mark` tells the holders that somebody waits who has none. */
  take(
    key: string,
    terms: LeaseTerms & { readonly places: number; readonly mark: boolean },
  ): Promise<number | null>;
  renew(
    key: string,
    terms: LeaseTerms & { readonly place: number; readonly yields: boolean },
  ): Promise<'kept' | 'given_back' | 'lost'>;
  giveBack(key: string, terms: { readonly holder: string; readonly place: number }): Promise<void>;
}

/** Everything workers share about the budgets of their credentials. */
export interface SharedBudgets extends SlotReservation {
  readonly circuit: CircuitRecord;
  readonly leases: PlaceLeases;
}
