import type pg from 'pg';
import type { ChangeOrder } from '../../domain/change-order.ts';
import type { DeviceFacts } from '../../domain/device-rules.ts';
import type { IdentifierType } from '../../domain/device-identifier.ts';
import type { RowImage } from '../../domain/stale-image.ts';
import { FACT_COLUMNS, FACT_JOINS, lineFacts, toCandidate, type CandidateRow } from './load-candidates.ts';

/** A row that was processed, and its device as it is now. */
export interface ProcessedRow {
  readonly identifier: string;
  readonly identifierType: IdentifierType;
  readonly deviceId: string | null;
  /** The row's own order; null: the change's. */
  readonly order: ChangeOrder | null;
  readonly before: RowImage;
  readonly after: RowImage;
  /** Null: the device is no longer the tenant's. */
  readonly device: DeviceFacts | null;
}

const PAGE = 20_000;

/** The processed rows of a change in row order, read page by page: a change may have a million. */
export async function* loadProcessedRows(
  pool: pg.Pool,
  tenantId: string,
  bulkChangeId: string,
): AsyncGenerator<ProcessedRow> {
  for (let after = 0; ;) {
    const { rows } = await pool.query<StoredRow>(STATEMENT, [tenantId, bulkChangeId, after, PAGE]);
    for (const row of rows) yield toProcessedRow(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.row_number;
  }
}

interface StoredRow extends Omit<CandidateRow, 'device_id' | 'archived'> {
  readonly row_number: number;
  readonly identifier_type: IdentifierType;
  readonly row_device_id: string | null;
  readonly own_order: ChangeOrder | null;
  readonly before: RowImage | null;
  readonly after: RowImage | null;
  readonly device_id: string | null;
  readonly archived: boolean | null;
}

function toProcessedRow(row: StoredRow): ProcessedRow {
  const { device_id, archived } = row;
  const isKnown = device_id !== null && archived !== null;
  return {
    identifier: row.identifier,
    identifierType: row.identifier_type,
    deviceId: row.row_device_id,
    order: row.own_order,
    before: row.before ?? {},
    after: row.after ?? {},
    device: isKnown ? toCandidate({ ...row, device_id, archived }).facts : null,
  };
}

const STATEMENT = `
select d.row_number, d.identifier, d.identifier_type, d.device_id as row_device_id, d."order" as own_order, d.before,
  d.after, f.*
from device_changes d
join bulk_changes b on b.id = d.bulk_change_id
left join lateral (
  select ${FACT_COLUMNS}, ${lineFacts('null::uuid')}
  from devices dv ${FACT_JOINS}
  where dv.tenant_id = d.tenant_id and dv.id = d.device_id and dv.service_provider_id = b.service_provider_id
) f on true
where d.tenant_id = $1::uuid and d.bulk_change_id = $2::uuid and d.status = 'PROCESSED' and d.row_number > $3
order by d.row_number limit $4`;
