import type { ChangeOrder } from '../../domain/change-order.ts';
import type { IdentifierType } from '../../domain/device-identifier.ts';
import type { RowOverrides } from '../../domain/row-correction.ts';
import type { RowImage } from '../../domain/stale-image.ts';
import type { Prisma } from '../generated/client.ts';
import { MOVE_TALLY } from './tally-columns.ts';

/** A failed row as it is once it is corrected. */
export interface CorrectedRow {
  readonly deviceChangeId: string;
  readonly identifier: string;
  readonly identifierType: IdentifierType;
  readonly deviceId: string;
  readonly overrides: RowOverrides | null;
  /** The row's own order; null: the change's. */
  readonly order: ChangeOrder | null;
  readonly before: RowImage;
  readonly after: RowImage;
  /** Opens the row again, as a retry does: its attempts stay, and the carrier is read first. */
  readonly reopen: boolean;
  /** The row names another device than before, or asks for something else. */
  readonly isOther: boolean;
}

/**
 * Writes a correction, and the counts where it opens the row. What the carrier was asked for before is no longer this
 * row's where it is another device's or another order's: news of it that comes late is no news of the corrected row.
 * False: the row has moved on.
 */
export async function correctRow(tx: Prisma.TransactionClient, row: CorrectedRow): Promise<boolean> {
  if (row.isOther) {
    await tx.$executeRaw`delete from carrier_requests where device_change_id = ${row.deviceChangeId}::uuid`;
  }
  const rows = await tx.$queryRawUnsafe<{ corrected: number }[]>(
    STATEMENT,
    row.deviceChangeId,
    row.identifier,
    row.identifierType,
    row.deviceId,
    textOrNull(row.overrides),
    textOrNull(row.order),
    JSON.stringify(row.before),
    JSON.stringify(row.after),
    row.reopen,
  );
  return rows[0]?.corrected === 1;
}

function textOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

const STATEMENT = `
with moved as (
  update device_changes d set identifier = $2, identifier_type = $3, device_id = $4::uuid, overrides = $5::jsonb,
    "order" = $6::jsonb, before = $7::jsonb, after = $8::jsonb,
    status = case when $9 then 'PENDING' else d.status end,
    error_class = case when $9 then null else d.error_class end,
    error_code = case when $9 then null else d.error_code end,
    error_message = case when $9 then null else d.error_message end,
    finished_at = case when $9 then null else d.finished_at end,
    reopened_at = case when $9 and d.attempts > 0 then now() else d.reopened_at end
  where d.id = $1::uuid and d.status in ('ERROR', 'UNKNOWN')
  returning d.id, d.bulk_change_id, old.status as old_status, new.status as new_status
), tally as (${MOVE_TALLY})
select count(*)::int as corrected from moved`;
