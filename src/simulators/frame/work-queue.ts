import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SimulatorClock } from './clock.ts';
import { createDueHeap } from './due-heap.ts';
import type { Store } from './store.ts';
import type { Table } from './table.ts';
import { createWorkRunner, type WorkItem } from './work-runner.ts';

/** Work that a carrier does later, by the simulator's clock. It survives a restart. */
export interface WorkQueue<W> {
  /** Runs `work` when `delayMs` of the simulator's time have passed. */
  add(work: W, delayMs: number): void;
  /** Runs `work` at once; answers when it is done. */
  runNow(work: W): Promise<void>;
  /** Work that is not done yet, in the order it came. */
  waiting(): Iterable<W>;
}

export interface WorkQueueOptions<W> {
  /** Names the queue in the state file. */
  name: string;
  schema: z.ZodType<W>;
  /**
   * Does the work. It counts as done when this returns or its promise settles; `signal` is aborted when
   * the simulator is reset or closes, and what is cut off by closing is run again after the next start.
   */
  run: (work: W, signal: AbortSignal) => void | Promise<void>;
  /** How many may run at the same time, for a `run` that takes a while. Default 64. */
  concurrency?: number;
}

/** A queue as the frame drives it. */
export interface DrivenQueue {
  /** Starts what is due. */
  runDue(): void;
}

export interface WorkQueueDependencies {
  store: Store;
  clock: SimulatorClock;
  closing: AbortSignal;
  onError: (error: unknown) => void;
}

/** What a timer can wait at most. */
const longestWaitMs = 2 ** 31 - 1;

/** Creates a queue on a table of its own; a timer runs what is due even when no request comes. */
export function createWorkQueue<W>(
  deps: WorkQueueDependencies,
  options: WorkQueueOptions<W>,
): WorkQueue<W> & DrivenQueue {
  const { clock, store, closing } = deps;
  const due = createDueHeap<string>();
  const runner = createWorkRunner<W>({
    ...deps,
    ...options,
    remove: (id) => table.remove(id),
    freed: runDue,
  });
  let timer: NodeJS.Timeout | undefined;
  const arm = (): void => {
    clearTimeout(timer);
    const waitMs = due.nextAt() - clock.now();
    if (closing.aborted || waitMs === Number.POSITIVE_INFINITY || !runner.hasRoom()) return;
    timer = setTimeout(runDue, Math.min(Math.max(0, waitMs), longestWaitMs)).unref();
  };
  const table: Table<WorkItem<W>> = store.table({
    name: options.name,
    schema: z.object({ id: z.string(), dueAt: z.number(), work: options.schema }),
    idOf: ({ id }) => id,
    onPut: ({ id, dueAt }) => {
      const isNext = dueAt < due.nextAt();
      due.push(dueAt, id);
      if (isNext) arm();
    },
    onClear: () => {
      due.clear();
      runner.abandon();
      clearTimeout(timer);
    },
  });
  function runDue(): void {
    if (closing.aborted) return;
    // Only what is due by now: work that adds work must not keep a request waiting.
    for (const now = clock.now(); due.nextAt() <= now && runner.hasRoom();) {
      const item = table.get(due.pop() ?? '');
      if (item !== undefined) void runner.run(item);
    }
    store.commit();
    arm();
  }
  const put = (work: W, dueAt: number): WorkItem<W> => {
    const item = { id: randomUUID(), dueAt, work };
    table.put(item);
    return item;
  };
  return {
    add: (work, delayMs) => void put(work, clock.now() + delayMs),
    runNow: (work) => runner.run(put(work, clock.now())),
    waiting: () => [...table.values()].map(({ work }) => work),
    runDue,
  };
}
