import type { Limits } from './limits.ts';
import { createProcessingTime } from './processing-time.ts';
import {
  createWorkQueue,
  type DrivenQueue,
  type WorkQueue,
  type WorkQueueDependencies,
  type WorkQueueOptions,
} from './work-queue.ts';

/** What a carrier does later: all queues of one simulator, and how long its work takes. */
export interface LaterWork {
  workQueue: <W>(options: WorkQueueOptions<W>) => WorkQueue<W>;
  processingMs: (account: string) => number;
  /** Starts what is due in every queue. */
  runDue(): void;
  /** Starts the draws of processing times again. */
  reset(): void;
}

/** Creates it without any queue. */
export function createLaterWork(
  deps: WorkQueueDependencies,
  limitsOf: (account: string) => Limits,
): LaterWork {
  const processing = createProcessingTime(limitsOf);
  const queues: DrivenQueue[] = [];
  return {
    workQueue: (options) => {
      const queue = createWorkQueue(deps, options);
      queues.push(queue);
      return queue;
    },
    processingMs: (account) => processing.next(account),
    runDue: () => {
      for (const queue of queues) queue.runDue();
    },
    reset: () => processing.reset(),
  };
}
