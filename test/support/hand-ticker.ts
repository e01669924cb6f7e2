import type { Ticker } from '../../src/platform/ticker.ts';

/** A ticker whose next time is when the test says so. */
export interface HandTicker extends Ticker {
  tick(): void;
}

export function createHandTicker(): HandTicker {
  const works = new Set<() => void>();
  return {
    every: (_intervalMs, work) => {
      works.add(work);
      return () => works.delete(work);
    },
    tick: () => {
      for (const work of works) work();
    },
  };
}
