import { createHash } from 'node:crypto';
import type { ChangeOrder } from '../../domain/change-order.ts';
import { EMPTY_TALLY, TALLY_FIELDS, type Tally } from '../../domain/tally.ts';
import type { PlannedRow } from './judge-rows.ts';

/** What a plan is made of beside its order and its rows. */
export interface PlanTerms {
  /** The date the change waits for, null when it waits for none. */
  readonly effectiveAt: Date | null;
  /** Personal fields as they are stored, encrypted: what they say must not show in the hash. */
  readonly personal: string | null;
}

/** Takes the rows of a plan in their order and tells at the end what they come to. */
export interface PlanSeal {
  add(rows: readonly PlannedRow[]): void;
  /** To be called once, after the last row. */
  close(): SealedPlan;
}

export interface SealedPlan {
  readonly tally: Tally;
  readonly total: number;
  /** SHA-256 over the date, the order, what is personal and the rows: two plans with the same hash do the same to the same devices. */
  readonly hash: string;
}

/** Keeps counts and a running hash, never the rows. */
export function createPlanSeal(order: ChangeOrder, { effectiveAt, personal }: PlanTerms): PlanSeal {
  const head = personal === null ? [effectiveAt, order] : [effectiveAt, order, personal];
  const hash = createHash('sha256').update(JSON.stringify(head));
  const tally: Record<keyof Tally, number> = { ...EMPTY_TALLY };
  let total = 0;
  return {
    add: (rows) => {
      for (const row of rows) {
        tally[TALLY_FIELDS[row.status]] += 1;
        hash.update(`\n${JSON.stringify(hashedParts(row))}`);
      }
      total += rows.length;
    },
    close: () => ({ tally, total, hash: hash.digest('hex') }),
  };
}

function hashedParts(row: PlannedRow): readonly unknown[] {
  const { rowNumber, identifier, deviceId, status, errorCode, overrides, effectiveAt, before, after } = row;
  const parts = [rowNumber, identifier, deviceId, status, errorCode, overrides, effectiveAt, before, after];
  return row.order === undefined ? parts : [...parts, row.order];
}
