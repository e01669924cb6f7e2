import type { Queryable } from '../transaction.ts';

export interface RowNote {
  readonly rowNumber: number;
  readonly text: string;
}

/** Writes a remark into the log of rows, in one statement. */
export async function noteRows(
  client: Queryable,
  input: {
    readonly bulkChangeId: string;
    readonly notes: readonly RowNote[];
    readonly description: string;
    readonly processedBy: string;
  },
): Promise<void> {
  if (input.notes.length === 0) return;
  await client.query(STATEMENT, [
    input.bulkChangeId,
    input.description,
    input.processedBy,
    input.notes.map((note) => note.rowNumber),
    input.notes.map((note) => note.text),
  ]);
}

const STATEMENT = `
insert into log_entries (tenant_id, bulk_change_id, device_change_id, portal_type, description, processed_by,
  response_text, response_status, has_errors, attempt)
select d.tenant_id, d.bulk_change_id, d.id, b.portal_type, $2, $3, n.text, d.status, false, 1
from unnest($4::int[], $5::text[]) as n(row_number, text)
join device_changes d on d.bulk_change_id = $1::uuid and d.row_number = n.row_number
join bulk_changes b on b.id = d.bulk_change_id`;
