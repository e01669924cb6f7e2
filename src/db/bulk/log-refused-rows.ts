import type { Queryable } from '../transaction.ts';

/** Writes the log entry of every row that was refused when the plan was sealed, in one statement. */
export async function logRefusedRows(
  client: Queryable,
  input: { readonly bulkChangeId: string; readonly description: string; readonly processedBy: string },
): Promise<void> {
  await client.query(STATEMENT, [input.bulkChangeId, input.description, input.processedBy]);
}

const STATEMENT = `
insert into log_entries (tenant_id, bulk_change_id, device_change_id, portal_type, description, processed_by,
  response_status, has_errors, error_text, attempt)
select d.tenant_id, d.bulk_change_id, d.id, b.portal_type, $2, $3,
  'ERROR', true, d.error_code || ': ' || d.error_message, 1
from device_changes d join bulk_changes b on b.id = d.bulk_change_id
where d.bulk_change_id = $1::uuid and d.status = 'ERROR'`;
