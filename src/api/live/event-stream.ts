import { Readable } from 'node:stream';
import type { Clock } from '../../platform/clock.ts';
import { HEARTBEAT } from './event-text.ts';
import type { KnownState, LiveState } from './live-state.ts';
import { createUntold } from './untold.ts';

const HEARTBEAT_MS = 15_000;
const STALLED_MS = 60_000;
/** Credentials are looked at when a listener comes, so one that was revoked has heard the last of it after this. */
const LONGEST_STREAM_MS = 5 * 60_000;

/** What one listener gets. */
export interface EventStream {
  readonly readable: Readable;
  /** Tells a state, unless the listener knows it. For a slow listener only the newest one is kept. */
  tell(state: LiveState): void;
  /** Called regularly: sends a heartbeat when it is time, and parts with a listener who takes nothing or has been here long. */
  tend(): void;
  /** Ends the stream; the connection of a listener who takes nothing is broken off. */
  end(): void;
}

/** A stream for one listener; `known` is what it has heard of before, undefined: nothing. */
export function createEventStream(clock: Clock, known: KnownState | undefined): EventStream {
  const now = () => clock.now().getTime();
  const openedAt = now();
  const untold = createUntold(known);
  let writtenAt = openedAt;
  // Nothing is buffered here: room is there when all that was passed on has been taken.
  let hasRoom = false;
  const readable = new Readable({
    highWaterMark: 0,
    read: () => {
      hasRoom = true;
      flush();
    },
  });

  function flush(): void {
    if (!hasRoom || readable.destroyed) return;
    const text = untold.take();
    if (text !== '') write(text);
    if (untold.isOver()) finish();
  }

  function write(text: string): void {
    hasRoom = false;
    writtenAt = now();
    readable.push(text);
  }

  function finish(): void {
    hasRoom = false;
    readable.push(null);
  }

  function end(): void {
    if (hasRoom) finish();
    else readable.destroy();
  }

  function tend(): void {
    const silence = now() - writtenAt;
    if (now() - openedAt >= LONGEST_STREAM_MS || (!hasRoom && silence >= STALLED_MS)) end();
    else if (hasRoom && silence >= HEARTBEAT_MS) write(HEARTBEAT);
  }

  return {
    readable,
    tell: (state) => {
      untold.offer(state);
      flush();
    },
    tend,
    end,
  };
}
