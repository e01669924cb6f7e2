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
 * Writes corrections, and the counts where they open rows. What the carrier was asked for before is no longer a row's
 * where it is another device's or another order's: news of it that comes late is no news of the corrected row. Returns
 * the ids of the rows that were corrected; the others have moved on.
 */
export async function correctRows(
  tx: Prisma.TransactionClient,
  rows: readonly CorrectedRow[],
): Promise<ReadonlySet<string>> {
  const corrected = await tx.$queryRawUnsafe<{ id: string }[]>(
    STATEMENT,
    rows.map((row) => row.deviceChangeId),
    rows.map((row) => row.identifier),
    rows.map((row) => row.identifierType),
    rows.map((row) => row.deviceId),
    rows.map((row) => textOrNull(row.overrides)),
    rows.map((row) => textOrNull(row.order)),
    rows.map((row) => JSON.stringify(row.before)),
    rows.map((row) => JSON.stringify(row.after)),
    rows.map((row) => row.reopen),
    rows.map((row) => row.isOther),
  );
  return new Set(corrected.map(({ id }) => id));
}

function textOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

const STATEMENT = `
with input as (
  select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::boolean[], $10::boolean[])
    as t(id, identifier, identifier_type, device_id, overrides, own_order, before, after, reopen, is_other)
), locked as (
  -- Never a row that is at work: whoever records its outcome locks it before the change, which is locked here already.
  select d.id from device_changes d join input i on i.id = d.id
  where d.status in ('ERROR', 'UNKNOWN') order by d.id for update of d
), moved as (
  update device_changes d set identifier = i.identifier, identifier_type = i.identifier_type, device_id = i.device_id,
    overrides = i.overrides::jsonb, "order" = i.own_order::jsonb, before = i.before::jsonb, after = i.after::jsonb,
    status = case when i.reopen then 'PENDING' else d.status end,
    error_class = case when i.reopen then null else d.error_class end,
    error_code = case when i.reopen then null else d.error_code end,
    error_message = case when i.reopen then null else d.error_message end,
    finished_at = case when i.reopen then null else d.finished_at end,
    reopened_at = case when i.reopen and d.attempts > 0 then now() else d.reopened_at end
  from input i join locked l on l.id = i.id
  where d.id = i.id and d.status in ('ERROR', 'UNKNOWN')
  returning d.id, d.bulk_change_id, old.status as old_status, new.status as new_status
), forgotten as (
  delete from carrier_requests r using moved m, input i
  where r.device_change_id = m.id and i.id = m.id and i.is_other
), tally as (${MOVE_TALLY})
select id from moved`;
