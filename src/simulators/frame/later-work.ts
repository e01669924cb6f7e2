import type { CallbackLog } from './callback-log.ts';
import { createCallbackSender } from './callback-sender.ts';
import type { CarrierFrame } from './carrier.ts';
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
  /** What the carrier is given of it. */
  forCarrier: Pick<CarrierFrame, 'workQueue' | 'processingMs' | 'callbackSender'>;
  /** Starts what is due in every queue. */
  runDue: () => void;
  /** Starts the draws of processing times again. */
  reset: () => void;
}

export interface LaterWorkDependencies extends WorkQueueDependencies {
  limitsOf: (account: string) => Limits;
  callbacks: CallbackLog;
}

/** Creates it without any queue. */
export function createLaterWork(deps: LaterWorkDependencies): LaterWork {
  const processing = createProcessingTime(deps.limitsOf);
  const queues: DrivenQueue[] = [];
  const workQueue = <W>(options: WorkQueueOptions<W>): WorkQueue<W> => {
    const queue = createWorkQueue(deps, options);
    queues.push(queue);
    return queue;
  };
  return {
    forCarrier: {
      workQueue,
      processingMs: (account) => processing.next(account),
      callbackSender: (options) => createCallbackSender({ workQueue, log: deps.callbacks }, options),
    },
    runDue: () => {
      for (const queue of queues) queue.runDue();
    },
    reset: () => processing.reset(),
  };
}
