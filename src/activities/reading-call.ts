import { Context, log } from '@temporalio/activity';
import type { OutsideCall } from '../platform/exchange.ts';

/** However many places the account has. */
const MOST_AT_ONCE = 10;
/** Changes wait for ten seconds, so by then a read is the first in line. */
const MAX_PLACE_WAIT_MS = 60_000;

/**
 * What accompanies the reads of a sync's step. Nothing is written at the carrier. What it answered is left out of the log: it
 * holds a whole fleet.
 */
export function readingCall(
  syncId: string,
  { maxConcurrentRequests }: { readonly maxConcurrentRequests: number },
): OutsideCall {
  return {
    readFirst: false,
    signal: Context.current().cancellationSignal,
    reading: {
      atOnce: Math.min(MOST_AT_ONCE, maxConcurrentRequests),
      maxPlaceWaitMs: MAX_PLACE_WAIT_MS,
    },
    beforeWrite: () => Promise.reject(new Error('A sync writes nothing at the carrier.')),
    onExchange: ({ operation, httpStatus, durationMs, errorText }) => {
      if (errorText === null) return;
      log.warn('A request of a sync failed', { syncId, operation, httpStatus, durationMs, errorText });
    },
  };
}
