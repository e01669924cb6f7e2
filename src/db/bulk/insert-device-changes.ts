import type { PlannedRow } from '../submission/judge-rows.ts';
import type { Queryable } from '../transaction.ts';

/**
 * Stores a page of rows of a change in one statement: `insert … select from unnest` takes a tenth of the time and memory
 * of Prisma's createMany. A page has some thousands of rows at most.
 */
export async function insertDeviceChanges(
  client: Queryable,
  {
    tenantId,
    bulkChangeId,
    rows,
  }: { readonly tenantId: string; readonly bulkChangeId: string; readonly rows: readonly PlannedRow[] },
): Promise<void> {
  await client.query(STATEMENT, [
    tenantId,
    bulkChangeId,
    rows.map((row) => row.rowNumber),
    rows.map((row) => row.identifier),
    rows.map((row) => row.identifierType),
    rows.map((row) => row.deviceId),
    rows.map((row) => row.status),
    rows.map((row) => row.errorClass),
    rows.map((row) => row.errorCode),
    rows.map((row) => row.errorMessage),
    rows.map((row) => jsonOrNull(row.overrides)),
    rows.map((row) => jsonOrNull(row.before)),
    rows.map((row) => jsonOrNull(row.after)),
    rows.map((row) => row.effectiveAt),
    rows.map((row) => jsonOrNull(row.order ?? null)),
    rows.map((row) => row.sourceRow ?? null),
  ]);
}

function jsonOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

const STATEMENT = `
insert into device_changes (tenant_id, bulk_change_id, row_number, identifier, identifier_type, device_id, status,
  error_class, error_code, error_message, overrides, before, after, effective_at, "order", source_row, finished_at)
select $1::uuid, $2::uuid, t.row_number, t.identifier, t.identifier_type, t.device_id::uuid, t.status,
  t.error_class, t.error_code, t.error_message, t.overrides::jsonb, t.before::jsonb, t.after::jsonb, t.effective_at, t.own_order::jsonb,
  t.source_row,
  case when t.status = 'PENDING' then null else now() end
from unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
  $11::text[], $12::text[], $13::text[], $14::timestamptz[], $15::text[], $16::int[])
  as t(row_number, identifier, identifier_type, device_id, status, error_class, error_code, error_message,
    overrides, before, after, effective_at, own_order, source_row)`;
