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

/** What became of corrections, by the ids of their rows; those that are named nowhere have moved on. */
export interface CorrectedRows {
  readonly corrected: ReadonlySet<string>;
  /** Their device stands in another row of the change, or in an earlier correction, so they are as they were. */
  readonly repeated: ReadonlySet<string>;
}

/**
 * Writes corrections, and the counts where they open rows. What the carrier was asked for before is no longer a row's
 * where it is another device's or another order's: news of it that comes late is no news of the corrected row. The
 * caller holds the lock of the change, without which two corrections could give one device two rows.
 */
export async function correctRows(
  tx: Prisma.TransactionClient,
  rows: readonly CorrectedRow[],
): Promise<CorrectedRows> {
  const answer = await tx.$queryRawUnsafe<{ id: string; repeated: boolean }[]>(
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
  const idsOf = (wanted: boolean) =>
    new Set(answer.filter(({ repeated }) => repeated === wanted).map(({ id }) => id));
  return { corrected: idsOf(false), repeated: idsOf(true) };
}

function textOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

const STATEMENT = `
with input as (
  select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::boolean[], $10::boolean[]) with ordinality
    as t(id, identifier, identifier_type, device_id, overrides, own_order, before, after, reopen, is_other, place)
), locked as (
  -- Never a row that is at work: whoever records its outcome locks it before the change, which is locked here already.
  select d.id, d.tenant_id, d.bulk_change_id, i.device_id, i.place from device_changes d join input i on i.id = d.id
  where d.status in ('ERROR', 'UNKNOWN') order by d.id for update of d
), repeated as (
  select l.id from locked l
  where exists (
      select 1 from device_changes o
      where o.tenant_id = l.tenant_id and o.device_id = l.device_id and o.bulk_change_id = l.bulk_change_id and o.id <> l.id)
    or exists (
      select 1 from locked e
      where e.bulk_change_id = l.bulk_change_id and e.device_id = l.device_id and e.place < l.place)
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
  where d.id = i.id and d.status in ('ERROR', 'UNKNOWN') and not exists (select 1 from repeated r where r.id = d.id)
  returning d.id, d.bulk_change_id, old.status as old_status, new.status as new_status
), forgotten as (
  delete from carrier_requests r using moved m, input i
  where r.device_change_id = m.id and i.id = m.id and i.is_other
), tally as (${MOVE_TALLY})
select id, false as repeated from moved union all select id, true from repeated`;
