import {
  DEVICE_CHANGE_STATUSES,
  RETRYABLE_DEVICE_CHANGE_STATUSES,
  type DeviceChangeStatus,
} from '../domain/device-change-status.ts';
import type { Database } from './client.ts';
import type { DeviceChangeFilter, DeviceChangeRow } from './device-changes.ts';

/** A device of a change as files show it. */
export interface ResultRow extends DeviceChangeRow {
  /** The IMEI that the row names for itself. */
  readonly imei: string | null;
  /** The row of the uploaded file it came from; null: it came from no file. */
  readonly sourceRow: number | null;
}

export interface ResultFilter extends Pick<DeviceChangeFilter, 'errorClass' | 'errorCode'> {
  /** Absent: all. */
  readonly statuses?: readonly DeviceChangeStatus[] | undefined;
}

const PAGE_ROWS = 1_000;

/**
 * One index range for each status, merged: a page costs what it holds, whether a million rows match or five. The devices
 * are looked up for the rows of the page only.
 */
const PAGE = `
select d.id, d.bulk_change_id as "bulkChangeId", d.row_number as "rowNumber", d.identifier,
  d.identifier_type as "identifierType", d.device_id as "deviceId", d.status, d.error_class as "errorClass",
  d.error_code as "errorCode", d.error_message as "errorMessage", d.attempts, d.effective_at as "effectiveAt", d.before,
  d.after, d.started_at as "startedAt", d.finished_at as "finishedAt", d.overrides->>'imei' as imei,
  d.source_row as "sourceRow",
  v.iccid as "deviceIccid"
from (
  select r.* from unnest($4::text[]) as wanted (status) cross join lateral (
    select * from device_changes c
    where c.tenant_id = $1::uuid and c.bulk_change_id = $2::uuid and c.status = wanted.status and c.row_number > $3
      and ($5::text is null or c.error_class = $5) and ($6::text is null or c.error_code = $6)
    order by c.row_number limit $7
  ) r
  order by r.row_number limit $7
) d left join devices v on v.tenant_id = d.tenant_id and v.id = d.device_id
order by d.row_number`;

/**
 * The devices of a change in the order of the request, page by page, for as long as somebody takes them. Each page is a
 * statement of its own and shows its rows as they are when it is read: nothing is held open while a slow reader thinks.
 */
export async function* readResultPages(
  database: Database,
  tenantId: string,
  bulkChangeId: string,
  filter: ResultFilter,
): AsyncGenerator<readonly ResultRow[], undefined> {
  let after: number | undefined = 0;
  while (after !== undefined) {
    const rows = await readPage(database, tenantId, bulkChangeId, filter, after);
    if (rows.length > 0) yield rows;
    after = rows.length < PAGE_ROWS ? undefined : rows.at(-1)?.rowNumber;
  }
}

type StoredRow = Omit<ResultRow, 'device'> & { readonly deviceIccid: string | null };

async function readPage(
  { pool }: Database,
  tenantId: string,
  bulkChangeId: string,
  filter: ResultFilter,
  after: number,
): Promise<readonly ResultRow[]> {
  const { errorClass = null, errorCode = null } = filter;
  const statuses = statusesOf(filter);
  const { rows } = await pool.query<StoredRow>(PAGE, [
    tenantId,
    bulkChangeId,
    after,
    statuses,
    errorClass,
    errorCode,
    PAGE_ROWS,
  ]);
  return rows.map(({ deviceIccid, ...row }) => ({
    ...row,
    device: deviceIccid === null ? null : { iccid: deviceIccid },
  }));
}

function statusesOf({ statuses, errorClass, errorCode }: ResultFilter): readonly DeviceChangeStatus[] {
  if (statuses !== undefined) return statuses;
  // Only these have a class or a code.
  const hasFault = errorClass !== undefined || errorCode !== undefined;
  return hasFault ? RETRYABLE_DEVICE_CHANGE_STATUSES : DEVICE_CHANGE_STATUSES;
}
