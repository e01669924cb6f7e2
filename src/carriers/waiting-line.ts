import { CarrierError } from './carrier-error.ts';

/** Callers that wait for something of which there is not enough, first come first served. */
export interface WaitingLine<Thing> {
  size(): number;
  /**
   * Waits to be handed one. Throws CarrierError `carrier.budget_exhausted` when none came in time or too many wait
   * already, and the signal's reason.
   */
  stand(signal: AbortSignal, maxWaitMs: number): Promise<Thing>;
  /** Hands it to the first in line; false when nobody waits. */
  hand(thing: Thing): boolean;
  /** Sends everybody away with this error. */
  dismiss(error: unknown): void;
}

interface Waiting<Thing> {
  take(thing: Thing): void;
  fail(error: unknown): void;
}

/** At most `maxWaiting` callers stand in line. */
export function createWaitingLine<Thing>(maxWaiting = 10_000): WaitingLine<Thing> {
  const line = new Set<Waiting<Thing>>();
  return {
    size: () => line.size,
    stand: async (signal, maxWaitMs) => {
      signal.throwIfAborted();
      if (line.size >= maxWaiting) throw noPlace(maxWaitMs);
      return new Promise<Thing>((resolve, reject) => {
        const stop = () => {
          line.delete(waiting);
          clearTimeout(timer);
          signal.removeEventListener('abort', abort);
        };
        const waiting: Waiting<Thing> = {
          take(thing) {
            stop();
            resolve(thing);
          },
          fail(error) {
            stop();
            reject(asError(error));
          },
        };
        const abort = () => {
          waiting.fail(signal.reason);
        };
        const timer = setTimeout(() => {
          waiting.fail(noPlace(maxWaitMs));
        }, maxWaitMs);
        signal.addEventListener('abort', abort, { once: true });
        line.add(waiting);
      });
    },
    hand: (thing) => {
      const [first] = line;
      if (first === undefined) return false;
      first.take(thing);
      return true;
    },
    dismiss: (error) => {
      for (const waiting of [...line]) waiting.fail(error);
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

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('The call was given up.', { cause: reason });
}
