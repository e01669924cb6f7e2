import { CarrierError } from '../carrier-error.ts';

/** The actions that the carrier allows for one line in a period. */
export interface LineQuota {
  /** Throws CarrierError `carrier.quota_exhausted` when the line has none left in this period. */
  take(identifier: string): Promise<void>;
  /** For an action that the carrier refused before it accepted it: that one does not count. */
  giveBack(identifier: string): Promise<void>;
}

/** Counts the actions of a line over all workers, by UTC days or months. */
export interface LineActionCounter {
  /** False when `limit` actions were taken in this period: then none is. */
  take(identifier: string, limit: number): Promise<boolean>;
  giveBack(identifier: string): Promise<void>;
}

export interface QuotaTerms {
  readonly limit: number;
  /** As in "of today". */
  readonly what: 'actions of today' | 'plan changes of this month';
}

export function createLineQuota(counter: LineActionCounter, { limit, what }: QuotaTerms): LineQuota {
  return {
    async take(identifier) {
      if (await counter.take(identifier, limit)) return;
      throw new CarrierError({
        code: 'carrier.quota_exhausted',
        message: `The line has had its ${String(limit)} ${what}; ThingSpace allows no more.`,
        mayHaveApplied: false,
      });
    },
    giveBack: (identifier) => counter.giveBack(identifier),
  };
}
