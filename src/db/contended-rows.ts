import { goesFirst } from './bulk/find-lane-owner.ts';
import type { Database } from './client.ts';

/** Enough to tell what a change waits for; all of its rows may be a million. */
const ROWS_LOOKED_AT = 200;

/** Whether any of the next rows of a change waits for another change that goes first with its device. */
export async function hasContendedRows(
  { pool }: Database,
  tenantId: string,
  bulkChangeId: string,
): Promise<boolean> {
  const { rows } = await pool.query<{ contended: boolean }>(
    `select ${contendedRowsOf('$1::uuid', '$2::uuid')} as contended`,
    [tenantId, bulkChangeId],
  );
  return rows[0]?.contended ?? false;
}

/** Part of a statement: the same for the change with these ids, given as columns or parameters. */
export function contendedRowsOf(tenantId: string, bulkChangeId: string): string {
  return `exists (
    select 1 from (
      select id, tenant_id, device_id, bulk_change_id, status from device_changes
      where tenant_id = ${tenantId} and bulk_change_id = ${bulkChangeId} and status = 'PENDING'
      order by row_number limit ${String(ROWS_LOOKED_AT)}
    ) d join device_changes o on ${goesFirst('d', 'o')}
  )`;
}
