import type { CallbackMessage } from './callback-sender.ts';
import { withoutCredentials } from './loggable-body.ts';
import type { CallbackResult } from './post-callback.ts';
import { createSequencedLog, type Sequenced } from './sequenced-log.ts';

/** One attempt to deliver a callback, as the admin interface shows it; the body is without credentials. */
export interface CallbackEntry extends Sequenced, CallbackMessage, CallbackResult {
  /** When the attempt was over, by the simulator's clock. */
  at: string;
  attempt: number;
}

/** The attempts of a simulator, numbered in the order in which they ended. */
export interface CallbackLog {
  add(entry: Omit<CallbackEntry, 'seq' | 'at'>): void;
  /** Attempts with a number above `seq`, oldest first. */
  since(seq: number): CallbackEntry[];
  clear(): void;
}

/** Creates a log of the newest `capacity` attempts. */
export function createCallbackLog(capacity: number, now: () => string): CallbackLog {
  const log = createSequencedLog<CallbackEntry>(capacity);
  return {
    add: (entry) => {
      log.append({ seq: log.nextSeq(), at: now(), ...entry, body: withoutCredentials(entry.body) });
    },
    since: (seq) => log.since(seq),
    clear: () => log.clear(),
  };
}
