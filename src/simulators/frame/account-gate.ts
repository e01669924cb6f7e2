import type { Limits } from './limits.ts';
import { createRateWindow, type RateWindow } from './rate-window.ts';

/** Why a request was refused at the gate. */
export interface OverLimit {
  limit: 'rate' | 'concurrency';
  /** How long until the rate has room again, in milliseconds; 0 when that is not known. */
  waitMs: number;
  /** The status family the account is configured to answer with. */
  mode: Limits['overLimit'];
}

/** Guards rate and concurrency of each account. */
export interface AccountGate {
  /** Answers null when the request may go on. `concurrent` counts it too. */
  check(account: string, limits: Limits, concurrent: number, atMs: number): OverLimit | null;
  reset(): void;
}

/** Creates a gate that has seen no request. */
export function createAccountGate(): AccountGate {
  const windows = new Map<string, { perSecond: number; window: RateWindow }>();
  const windowOf = (account: string, perSecond: number): RateWindow => {
    const known = windows.get(account);
    if (known?.perSecond === perSecond) return known.window;
    const window = createRateWindow(perSecond);
    windows.set(account, { perSecond, window });
    return window;
  };
  return {
    check: (account, limits, concurrent, atMs) => {
      if (limits.concurrency !== null && concurrent > limits.concurrency) {
        return { limit: 'concurrency', waitMs: 0, mode: limits.overLimit };
      }
      if (limits.requestsPerSecond === null) return null;
      const waitMs = windowOf(account, limits.requestsPerSecond).take(atMs);
      return waitMs === 0 ? null : { limit: 'rate', waitMs, mode: limits.overLimit };
    },
    reset: () => windows.clear(),
  };
}
