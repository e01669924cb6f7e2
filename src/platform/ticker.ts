/** Looking again at regular times as a dependency, so that a test decides when the next time is. */
export interface Ticker {
  /** Calls `work` every so many milliseconds until the function it answers with is called. */
  every(intervalMs: number, work: () => void): () => void;
}

export const systemTicker: Ticker = {
  every: (intervalMs, work) => {
    const timer = setInterval(work, intervalMs);
    return () => clearInterval(timer);
  },
};
