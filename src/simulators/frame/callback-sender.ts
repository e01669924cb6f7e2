import { z } from 'zod';
import type { CallbackLog } from './callback-log.ts';
import { postCallback } from './post-callback.ts';
import type { WorkQueue, WorkQueueOptions } from './work-queue.ts';

/** One message on its way to a listener. */
export interface CallbackMessage {
  url: string;
  body: unknown;
  /** For the log. */
  account: string;
  device: string;
  requestId: string;
}

export interface CallbackSenderOptions<C> {
  /** Names the callbacks in the state file. */
  name: string;
  schema: z.ZodType<C>;
  /** Writes the message of an attempt (1 is the first); null when nobody listens (any more). */
  render: (callback: C, attempt: number) => CallbackMessage | null;
  /** How often a callback is tried in all. */
  attempts: number;
  /** Milliseconds of the simulator's time until a refused callback is tried again. */
  retryMs: (callback: C) => number;
}

/** Delivers a carrier's callbacks, again when the listener does not answer with a 2xx status. */
export interface CallbackSender<C> {
  /** Sends after `delayMs` of the simulator's time; `attempt` is the number the message bears. */
  send(callback: C, delayMs: number, attempt?: number): void;
  /** Makes the first attempt at once; answers when it is over, whatever came of it. */
  sendNow(callback: C): Promise<void>;
}

export interface CallbackSenderDependencies {
  workQueue: <W>(options: WorkQueueOptions<W>) => WorkQueue<W>;
  log: CallbackLog;
}

interface Attempt<C> {
  callback: C;
  attempt: number;
}

/** Creates a sender whose callbacks survive a restart: one that was cut off is sent again. */
export function createCallbackSender<C>(
  { workQueue, log }: CallbackSenderDependencies,
  { name, schema, render, attempts, retryMs }: CallbackSenderOptions<C>,
): CallbackSender<C> {
  const queue: WorkQueue<Attempt<C>> = workQueue({
    name,
    schema: z.object({ callback: schema, attempt: z.int() }),
    run: async ({ callback, attempt }, signal) => {
      const message = render(callback, attempt);
      if (message === null) return;
      const result = await postCallback(message.url, message.body, signal);
      if (signal.aborted) return;
      log.add({ ...message, attempt, ...result });
      const accepted = result.status !== null && result.status >= 200 && result.status < 300;
      if (!accepted && attempt < attempts) queue.add({ callback, attempt: attempt + 1 }, retryMs(callback));
    },
  });
  return {
    send: (callback, delayMs, attempt = 1) => queue.add({ callback, attempt }, delayMs),
    sendNow: (callback) => queue.runNow({ callback, attempt: 1 }),
  };
}
