import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

export interface BudgetClock {
  /** Milliseconds since the epoch when the process started, going on evenly: setting the system's clock does not move it. */
  now(): number;
  /** Throws the signal's reason when it aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const SYSTEM_CLOCK: BudgetClock = {
  now: () => performance.timeOrigin + performance.now(),
  async sleep(milliseconds, signal) {
    try {
      await delay(milliseconds, undefined, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  },
};

/** Timers may end a little early, so what is aimed at is the instant. Throws the signal's reason when it aborts. */
export async function sleepUntil(clock: BudgetClock, instant: number, signal: AbortSignal): Promise<void> {
  for (let left = instant - clock.now(); left > 0; left = instant - clock.now()) {
    await clock.sleep(left, signal);
    signal.throwIfAborted();
  }
}
