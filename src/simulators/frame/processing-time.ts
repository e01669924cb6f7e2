import type { Limits } from './limits.ts';
import { createSeededRandom } from './seeded-random.ts';

/** How long the next piece of asynchronous work takes. */
export interface ProcessingTime {
  /** Milliseconds within the account's `processingMs`, by a fixed seed. */
  next(account: string): number;
  /** Starts the draws again. */
  reset(): void;
}

const seed = 1;

/** Creates the draws; the same requests in the same order take the same time in every run. */
export function createProcessingTime(limitsOf: (account: string) => Limits): ProcessingTime {
  let random = createSeededRandom(seed);
  return {
    next: (account) => {
      const [least, most] = limitsOf(account).processingMs;
      return Math.round(least + random() * Math.max(0, most - least));
    },
    reset: () => {
      random = createSeededRandom(seed);
    },
  };
}
