import { CarrierError } from './carrier-error.ts';

export interface ConcurrencyLimit {
  /**
   * Waits for a free place, first come first served; the returned function gives it back. Throws CarrierError
   * `carrier.budget_exhausted` when no place came free in time or too many wait already, and the signal's reason.
   */
  enter(signal: AbortSignal, maxWaitMs: number): Promise<() => void>;
}

interface Waiting {
  admit(): void;
}

/** How many calls may run at once in this process. At most `maxWaiting` callers stand in line. */
export function createConcurrencyLimit(places: number, maxWaiting = 10_000): ConcurrencyLimit {
  let taken = 0;
  const line = new Set<Waiting>();

  function leave(): void {
    const [next] = line;
    if (next === undefined) {
      taken -= 1;
      return;
    }
    // The place is handed over rather than freed, so that nobody can slip in between.
    line.delete(next);
    next.admit();
  }

  return {
    async enter(signal, maxWaitMs) {
      signal.throwIfAborted();
      if (taken < places) {
        taken += 1;
        return once(leave);
      }
      if (line.size >= maxWaiting) throw noPlace(maxWaitMs);
      return new Promise((resolve, reject) => {
        const stop = () => {
          line.delete(waiting);
          clearTimeout(timer);
          signal.removeEventListener('abort', abort);
        };
        const abort = () => {
          stop();
          reject(asError(signal.reason));
        };
        const timer = setTimeout(() => {
          stop();
          reject(noPlace(maxWaitMs));
        }, maxWaitMs);
        const waiting: Waiting = {
          admit() {
            stop();
            resolve(once(leave));
          },
        };
        signal.addEventListener('abort', abort, { once: true });
        line.add(waiting);
      });
    },
  };
}

function noPlace(retryAfterMs: number): CarrierError {
  return new CarrierError({
    code: 'carrier.budget_exhausted',
    message: 'All places of this account’s concurrent calls are taken; the call is tried again later.',
    retryAfterMs,
    mayHaveApplied: false,
  });
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('The call was given up.', { cause: reason });
}
