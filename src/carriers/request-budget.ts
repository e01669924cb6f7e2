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
