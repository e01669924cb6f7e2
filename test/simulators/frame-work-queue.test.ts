import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createClock, type SimulatorClock } from '../../src/simulators/frame/clock.ts';
import { createDueHeap } from '../../src/simulators/frame/due-heap.ts';
import type { Effect } from '../../src/simulators/frame/effect-log.ts';
import { createProcessingTime } from '../../src/simulators/frame/processing-time.ts';
import { noLimits } from '../../src/simulators/frame/limits.ts';
import { hasRoomIn, unusedQuota, useOnce } from '../../src/simulators/frame/quota.ts';
import { createSequencedLog } from '../../src/simulators/frame/sequenced-log.ts';
import { createStore, type Store } from '../../src/simulators/frame/store.ts';
import { createWorkQueue, type DrivenQueue, type WorkQueue } from '../../src/simulators/frame/work-queue.ts';

interface Bench {
  queue: WorkQueue<string> & DrivenQueue;
  clock: SimulatorClock;
  store: Store;
  closing: AbortController;
  errors: unknown[];
}

function bench(run: (work: string, signal: AbortSignal) => void | Promise<void>, concurrency = 64): Bench {
  const clock = createClock();
  const closing = new AbortController();
  const errors: unknown[] = [];
  const effects = createSequencedLog<Effect>(10);
  const store = createStore({ simulator: 'bench', stateFile: undefined, clock, effects });
  const queue = createWorkQueue(
    { store, clock, closing: closing.signal, onError: (error) => errors.push(error) },
    { name: 'work', schema: z.string(), run, concurrency },
  );
  return { queue, clock, store, closing, errors };
}

describe('a queue of work', () => {
  it('runs what is due in its order, and the rest when the clock is moved on', () => {
    const done: string[] = [];
    const { queue, clock } = bench((work) => void done.push(work));
    queue.add('late', 60_000);
    queue.add('second', 0);
    queue.add('third', 0);
    queue.add('first', -1);
    queue.runDue();
    expect(done).toEqual(['first', 'second', 'third']);
    expect([...queue.waiting()]).toEqual(['late']);
    clock.setOffset(60_000);
    queue.runDue();
    expect(done.at(-1)).toBe('late');
  });

  it('runs by itself when nobody asks', async () => {
    const done: string[] = [];
    const { queue } = bench((work) => void done.push(work));
    queue.add('alone', 10);
    await expect.poll(() => done).toEqual(['alone']);
    expect([...queue.waiting()]).toEqual([]);
  });

  it('goes on after work that fails, and tells of it', () => {
    const { queue, errors } = bench(() => {
      throw new Error('broken');
    });
    queue.add('one', 0);
    queue.add('two', 0);
    queue.runDue();
    expect(errors).toHaveLength(2);
    expect([...queue.waiting()]).toEqual([]);
  });

  it('runs no more at the same time than it may, and everything in the end', async () => {
    let underWay = 0;
    let highest = 0;
    let done = 0;
    const { queue } = bench(async () => {
      highest = Math.max(highest, (underWay += 1));
      await wait(1);
      underWay -= 1;
      done += 1;
    }, 3);
    for (let at = 0; at < 20; at += 1) queue.add(String(at), 0);
    queue.runDue();
    await expect.poll(() => done).toBe(20);
    expect(highest).toBe(3);
  });

  it('runs work of the moment once, although a look at the queue comes in between', async () => {
    let runs = 0;
    const { queue } = bench(async () => {
      runs += 1;
      await wait(5);
    });
    const over = queue.runNow('now');
    queue.runDue();
    await over;
    queue.runDue();
    expect(runs).toBe(1);
  });

  it('is told when the simulator is reset, and keeps what closing cuts off', async () => {
    const signals: AbortSignal[] = [];
    const { queue, store, closing } = bench((_work, signal) => {
      signals.push(signal);
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
    });
    await Promise.all([queue.runNow('reset'), Promise.resolve().then(() => store.clear())]);
    expect([...queue.waiting()]).toEqual([]);
    await Promise.all([queue.runNow('closed'), Promise.resolve().then(() => closing.abort())]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect([...queue.waiting()]).toEqual(['closed']);
  });
});

it('takes items out of the heap by time, then in the order in which they came', () => {
  const heap = createDueHeap<string>();
  const times = Array.from({ length: 200 }, (_, at) => (at * 37) % 23);
  times.forEach((time, at) => heap.push(time, `${time}:${at}`));
  const expected = times
    .map((time, at) => ({ time, at }))
    .sort((left, right) => left.time - right.time || left.at - right.at);
  expect(times.map(() => heap.pop())).toEqual(expected.map(({ time, at }) => `${time}:${at}`));
  expect([heap.pop(), heap.nextAt()]).toEqual([undefined, Number.POSITIVE_INFINITY]);
});

it('draws the same processing times again after a reset, within the limits', () => {
  const processing = createProcessingTime(() => ({ ...noLimits, processingMs: [50, 400] }));
  const draw = (): number[] => Array.from({ length: 50 }, () => processing.next('acme'));
  const first = draw();
  processing.reset();
  expect(draw()).toEqual(first);
  expect(Math.min(...first)).toBeGreaterThanOrEqual(50);
  expect(Math.max(...first)).toBeLessThanOrEqual(400);
});

it('counts a quota by its period', () => {
  const used = useOnce(useOnce(unusedQuota, '2026-01-05'), '2026-01-05');
  expect(hasRoomIn(used, '2026-01-05', 2)).toBe(false);
  expect(hasRoomIn(used, '2026-01-06', 2)).toBe(true);
  expect(hasRoomIn(used, '2026-01-05', null)).toBe(true);
  expect(useOnce(used, '2026-01-06')).toEqual({ period: '2026-01-06', used: 1 });
});
