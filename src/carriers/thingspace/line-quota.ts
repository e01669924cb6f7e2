import { CarrierError } from '../carrier-error.ts';

/** The provisioning actions that the carrier allows for one line a day: five, more by contract. */
export interface LineQuota {
  /** Throws CarrierError `carrier.quota_exhausted` when the line has none left today. */
  take(identifier: string): Promise<void>;
  /** For an action that the carrier refused before it accepted it: that one does not count. */
  giveBack(identifier: string): Promise<void>;
}

/** Counts the actions of a line over all workers, by UTC days. */
export interface LineActionCounter {
  /** False when `limit` actions were taken today: then none is. */
  take(identifier: string, limit: number): Promise<boolean>;
  giveBack(identifier: string): Promise<void>;
}

export function createLineQuota(counter: LineActionCounter, limit: number): LineQuota {
  return {
    async take(identifier) {
      if (await counter.take(identifier, limit)) return;
      throw new CarrierError({
        code: 'carrier.quota_exhausted',
        message: `The line has had its ${String(limit)} actions of today; ThingSpace allows no more.`,
        mayHaveApplied: false,
      });
    },
    giveBack: (identifier) => counter.giveBack(identifier),
  };
}
