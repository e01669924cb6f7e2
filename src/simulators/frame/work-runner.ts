/** Work as its queue keeps it; `dueAt` is in milliseconds since the epoch. */
export interface WorkItem<W> {
  id: string;
  dueAt: number;
  work: W;
}

/** Runs the items of a queue, each once. */
export interface WorkRunner<W> {
  hasRoom(): boolean;
  /** Starts an item unless it is running; answers when it is done. Never rejects. */
  run(item: WorkItem<W>): Promise<void>;
  /** Forgets the items under way and tells them so. */
  abandon(): void;
}

export interface WorkRunnerOptions<W> {
  run: (work: W, signal: AbortSignal) => void | Promise<void>;
  concurrency?: number;
  closing: AbortSignal;
  /** Takes a finished item out of the queue. */
  remove: (id: string) => void;
  /** A slow item has ended, so there is room for another. */
  freed: () => void;
  onError: (error: unknown) => void;
}

const defaultConcurrency = 64;

/** Creates a runner with nothing under way. */
export function createWorkRunner<W>(options: WorkRunnerOptions<W>): WorkRunner<W> {
  const most = options.concurrency ?? defaultConcurrency;
  const underWay = new Set<string>();
  let generation = new AbortController();
  const end = (id: string, signal: AbortSignal): void => {
    if (signal.aborted) return;
    underWay.delete(id);
    options.remove(id);
  };
  return {
    hasRoom: () => underWay.size < most,
    run: async ({ id, work }) => {
      if (underWay.has(id)) return;
      const signal = AbortSignal.any([generation.signal, options.closing]);
      underWay.add(id);
      try {
        const running = options.run(work, signal);
        if (running === undefined) {
          end(id, signal);
          return;
        }
        await running;
      } catch (error) {
        if (!signal.aborted) options.onError(error);
      }
      end(id, signal);
      if (!signal.aborted) options.freed();
    },
    abandon: () => {
      underWay.clear();
      generation.abort();
      generation = new AbortController();
    },
  };
}
