import type { Readable } from 'node:stream';
import type { FastifyBaseLogger } from 'fastify';
import type { ChangeKey } from '../../db/live-changes.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ticker } from '../../platform/ticker.ts';
import { Problem } from '../problem.ts';
import { createEventStream, type EventStream } from './event-stream.ts';
import type { KnownState, LiveState } from './live-state.ts';

const LOOK_EVERY_MS = 1_000;
const MOST_LISTENERS = 1_000;
/** So that the listeners of one tenant leave room for those of the others. */
const MOST_OF_A_TENANT = 500;
const RETRY_AFTER_SECONDS = 30;

export interface WatchHub {
  /**
   * A stream of what happens to a change from `state` on; `known` is what the listener has heard of before.
   * @throws Problem service.unavailable when as many listen as the process can serve
   */
  join(change: ChangeKey, state: LiveState, known: KnownState | undefined): Readable;
  /** Ends every stream, so that the process can close. */
  close(): void;
}

export interface WatchHubDeps {
  /** The changes as they are now, by id; those that are gone, or cannot be told, are left out. */
  readonly look: (changes: readonly ChangeKey[]) => Promise<ReadonlyMap<string, LiveState>>;
  readonly clock: Clock;
  readonly ticker: Ticker;
  readonly logger: Pick<FastifyBaseLogger, 'warn'>;
}

interface Watch {
  readonly change: ChangeKey;
  readonly streams: Set<EventStream>;
}

/**
 * Looks at all changes that somebody listens to, in one read a second, and tells every listener what moved. Nobody listens:
 * nothing is read.
 */
export function createWatchHub({ look, clock, ticker, logger }: WatchHubDeps): WatchHub {
  const watches = new Map<string, Watch>();
  const lookOnce = createLook(look, logger);
  const perTenant = new Map<string, number>();
  let listeners = 0;
  let stopTicking: (() => void) | undefined;
  let isClosed = false;

  function join(change: ChangeKey, state: LiveState, known: KnownState | undefined): Readable {
    const ofTenant = perTenant.get(change.tenantId) ?? 0;
    if (isClosed || listeners >= MOST_LISTENERS || ofTenant >= MOST_OF_A_TENANT) throw noRoom();
    const stream = createEventStream(clock, known);
    const watch: Watch = watches.get(change.id) ?? { change, streams: new Set() };
    watches.set(change.id, watch);
    watch.streams.add(stream);
    listeners += 1;
    perTenant.set(change.tenantId, ofTenant + 1);
    stream.readable.once('close', () => leave(watch, stream));
    stopTicking ??= ticker.every(LOOK_EVERY_MS, round);
    stream.tell(state);
    return stream.readable;
  }

  function leave(watch: Watch, stream: EventStream): void {
    watch.streams.delete(stream);
    listeners -= 1;
    const left = (perTenant.get(watch.change.tenantId) ?? 1) - 1;
    if (left > 0) perTenant.set(watch.change.tenantId, left);
    else perTenant.delete(watch.change.tenantId);
    if (watch.streams.size === 0) watches.delete(watch.change.id);
    if (listeners > 0) return;
    stopTicking?.();
    stopTicking = undefined;
  }

  function round(): void {
    for (const { streams } of watches.values()) for (const stream of streams) stream.tend();
    void lookOnce([...watches.values()]);
  }

  return {
    join,
    close: () => {
      isClosed = true;
      for (const { streams } of watches.values()) for (const stream of streams) stream.end();
    },
  };
}

/** One look at a time: while the database is slow, listeners wait and nothing piles up. */
function createLook(look: WatchHubDeps['look'], logger: WatchHubDeps['logger']) {
  let isLooking = false;
  let hasFailed = false;
  return async (watches: readonly Watch[]): Promise<void> => {
    if (isLooking || watches.length === 0) return;
    isLooking = true;
    try {
      tellAll(watches, await look(watches.map(({ change }) => change)));
      hasFailed = false;
    } catch (error) {
      // The next look comes in a second; the log says it once.
      if (!hasFailed) logger.warn({ err: error }, 'Changes that somebody listens to cannot be read');
      hasFailed = true;
    } finally {
      isLooking = false;
    }
  };
}

function tellAll(watches: readonly Watch[], states: ReadonlyMap<string, LiveState>): void {
  for (const { change, streams } of watches) {
    const state = states.get(change.id);
    for (const stream of streams) {
      if (state === undefined) stream.end();
      else stream.tell(state);
    }
  }
}

function noRoom(): Problem {
  return new Problem(
    'service.unavailable',
    'As many listen as this process can serve. Try again shortly, or read the change from time to time.',
    { headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } },
  );
}
