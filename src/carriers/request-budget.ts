/**
 * The request budget of one credential, shared by all workers. `run` waits for its turn, calls, and gives the place
 * back. Throws CarrierError `carrier.budget_exhausted` with the wait when the turn is further away than a call may sit.
 */
export interface RequestBudget {
  run<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T>;
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
  /** Calls at once, in each worker process. */
  readonly maxConcurrentRequests: number;
}

/** Where all workers agree on the next free instant of a credential. */
export interface SlotReservation {
  /** Takes the next slot and tells how far away it is; takes none when it is further away than `maxWaitMs`. */
  reserve(
    key: string,
    terms: { readonly requestsPerSecond: number; readonly maxWaitMs: number },
  ): Promise<{ readonly waitMs: number } | { readonly retryAfterMs: number }>;
  /** Moves the next free instant to at least `milliseconds` from now. */
  postpone(key: string, milliseconds: number): Promise<void>;
}
