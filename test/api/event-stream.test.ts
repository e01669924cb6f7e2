import { Writable, type Readable } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import { createEventStream } from '../../src/api/live/event-stream.ts';
import { versionOf, type LiveState } from '../../src/api/live/live-state.ts';
import { createWatchHub, type WatchHub, type WatchHubDeps } from '../../src/api/live/watch-hub.ts';
import type { Problem } from '../../src/api/problem.ts';
import type { ChangeKey } from '../../src/db/live-changes.ts';

function stateOf(revision: number, more: Partial<LiveState> = {}): LiveState {
  const progress = JSON.stringify({ processed: revision });
  const version = versionOf(BigInt(revision), null);
  return { revision: BigInt(revision), version, isFinal: false, status: '"PROCESSING"', progress, ...more };
}

/** Waits until it is so, and gives up only when it surely never will be. */
const eventually = (isSo: () => void) => vi.waitFor(isSo, { timeout: 20_000, interval: 10 });

/** A clock that stands until it is told to go on. */
function stillClock() {
  let milliseconds = 0;
  return {
    now: () => new Date(milliseconds),
    goOn: (seconds: number) => {
      milliseconds += seconds * 1_000;
    },
  };
}

/** A listener that takes one text and then no other until `take` is called. */
function slowListener() {
  const texts: string[] = [];
  let taken: (() => void) | undefined;
  const sink = new Writable({
    highWaterMark: 1,
    write: (text: Buffer, _encoding, done) => {
      texts.push(text.toString());
      taken = done;
    },
  });
  const take = () => {
    const done = taken;
    taken = undefined;
    done?.();
  };
  return { sink, texts, take };
}

test('a listener never hears of an older state after a newer one', async () => {
  const stream = createEventStream(stillClock(), undefined);
  const texts = hear(stream.readable);
  stream.tell(stateOf(3));
  await eventually(() => expect(texts.join('')).toContain('id: 3\n'));
  stream.tell(stateOf(1));
  stream.tell(stateOf(4));
  await eventually(() => expect(texts.join('')).toContain('id: 4\n'));
  expect(texts.join('')).not.toContain('id: 1\n');
});

describe('a slow listener', () => {
  test('hears the newest state when it is ready, and none of those between', async () => {
    const stream = createEventStream(stillClock(), undefined);
    const { sink, texts, take } = slowListener();
    stream.readable.pipe(sink);
    await eventually(() => expect(texts).toHaveLength(1));
    for (let revision = 1; revision <= 1_000; revision += 1) stream.tell(stateOf(revision));
    for (let round = 0; round < 5; round += 1) {
      take();
      await new Promise(setImmediate);
    }
    // One was on its way when the listener stopped taking.
    expect(texts.length).toBeLessThanOrEqual(3);
    expect(texts.at(-1)).toContain('id: 1000\n');
    expect(stream.readable.readableLength).toBe(0);
  });

  test('is cut off when it takes nothing for a minute', async () => {
    const clock = stillClock();
    const stream = createEventStream(clock, undefined);
    const { sink, texts } = slowListener();
    stream.readable.pipe(sink);
    await eventually(() => expect(texts).toHaveLength(1));
    stream.tell(stateOf(1));
    clock.goOn(59);
    stream.tend();
    expect(stream.readable.destroyed).toBe(false);
    clock.goOn(61);
    stream.tend();
    expect(stream.readable.destroyed).toBe(true);
  });
});

function hub(overrides: Partial<WatchHubDeps> = {}) {
  const rounds: (() => void)[] = [];
  const stopped = vi.fn();
  const warn = vi.fn();
  const created = createWatchHub({
    look: async () => new Map(),
    clock: stillClock(),
    ticker: {
      every: (_interval, work) => {
        rounds.push(work);
        return stopped;
      },
    },
    logger: { warn },
    ...overrides,
  });
  return { ...created, rounds, stopped, warn, tick: () => rounds.at(-1)?.() };
}

const CHANGE = { tenantId: 't', id: 'c' };

/** Collects all that a stream says. */
function hear(readable: Readable): string[] {
  const texts: string[] = [];
  readable.on('data', (text: Buffer) => texts.push(text.toString()));
  return texts;
}

function fill(watching: Pick<WatchHub, 'join'>, change: ChangeKey, listeners: number): readonly Readable[] {
  return Array.from({ length: listeners }, () => watching.join(change, stateOf(1), undefined));
}

describe('the hub', () => {
  const noRoom = expect.objectContaining({
    code: 'service.unavailable',
    headers: { 'retry-after': '30' },
  }) as Problem;

  test('takes a thousand listeners and asks the next one to come again later', () => {
    const watching = hub();
    for (const tenantId of ['t', 'u']) fill(watching, { tenantId, id: tenantId }, 500);
    expect(() => watching.join({ tenantId: 'v', id: 'v' }, stateOf(1), undefined)).toThrow(noRoom);
  });

  test('leaves room for others when one tenant has many listeners', () => {
    const watching = hub();
    fill(watching, CHANGE, 500);
    expect(() => watching.join(CHANGE, stateOf(1), undefined)).toThrow(noRoom);
    fill(watching, { tenantId: 'u', id: 'd' }, 1);
  });

  test('looks only while somebody listens, and has room again for each who leaves', async () => {
    const watching = hub();
    const streams = fill(watching, CHANGE, 500);
    expect(watching.rounds).toHaveLength(1);
    for (const stream of streams) stream.destroy();
    await eventually(() => expect(watching.stopped).toHaveBeenCalledOnce());
    watching.join(CHANGE, stateOf(1), undefined);
    expect(watching.rounds).toHaveLength(2);
  });

  test('goes on after looks that failed, and says in the log once that they did', async () => {
    const look = vi
      .fn<WatchHubDeps['look']>()
      .mockRejectedValueOnce(new Error('away'))
      .mockRejectedValueOnce(new Error('away'))
      .mockResolvedValue(new Map([['c', stateOf(2)]]));
    const watching = hub({ look });
    const texts = hear(watching.join(CHANGE, stateOf(1), undefined));
    await eventually(() => {
      watching.tick();
      expect(texts.join('')).toContain('id: 2\n');
    });
    expect(watching.warn).toHaveBeenCalledOnce();
  });

  test('ends the streams of a change that is gone', async () => {
    const watching = hub();
    const readable = watching.join(CHANGE, stateOf(1), undefined);
    hear(readable);
    await eventually(() => {
      watching.tick();
      expect(readable.closed).toBe(true);
    });
  });

  test('does not look again before the former look is over', () => {
    const look = vi.fn<WatchHubDeps['look']>().mockReturnValue(new Promise(() => undefined));
    const watching = hub({ look });
    watching.join(CHANGE, stateOf(1), undefined);
    watching.tick();
    watching.tick();
    expect(look).toHaveBeenCalledOnce();
  });
});
