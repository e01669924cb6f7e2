import { setTimeout as delay } from 'node:timers/promises';

export interface BudgetClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Throws the signal's reason when it aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const SYSTEM_CLOCK: BudgetClock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    try {
      await delay(milliseconds, undefined, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  },
};
