import { createWaitingLine } from './waiting-line.ts';

export interface ConcurrencyLimit {
  /**
   * Waits for a free place, first come first served; the returned function gives it back. Throws CarrierError
   * `carrier.budget_exhausted` when no place came free in time or too many wait already, and the signal's reason.
   */
  enter(signal: AbortSignal, maxWaitMs: number): Promise<() => void>;
}

/** How many calls may run at once in this process. At most `maxWaiting` callers stand in line. */
export function createConcurrencyLimit(places: number, maxWaiting = 10_000): ConcurrencyLimit {
  let taken = 0;
  const line = createWaitingLine<undefined>(maxWaiting);

  function leave(): void {
    // The place is handed over rather than freed, so that nobody can slip in between.
    if (!line.hand(undefined)) taken -= 1;
  }

  return {
    async enter(signal, maxWaitMs) {
      signal.throwIfAborted();
      if (taken < places) taken += 1;
      else await line.stand(signal, maxWaitMs);
      return once(leave);
    },
  };
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
