import type { Database } from '../../client.ts';
import type { BulkChangeStatus } from '../../../domain/bulk-change-status.ts';
import type { ChangeOrder } from '../../../domain/change-order.ts';
import { toCorrectableRow, type CorrectableRow, type StoredRow } from '../correctable-row.ts';
import type { ReturnedPages, ReturnedRow, RowRemark } from './returned-row.ts';

/** A row of the file with the row of the change that it is about. */
export interface MatchedRow {
  readonly returned: ReturnedRow;
  readonly stored: CorrectableRow;
}

export interface MatchedFile {
  /** The change that all rows belong to; null: no row is of a change of this tenant. */
  readonly change: CorrectableRow['change'] | null;
  readonly rows: readonly MatchedRow[];
  /** Faults for which the file as a whole cannot be taken. */
  readonly faults: readonly RowRemark[];
}

/** So many failures are sent back in one file; whoever has more retries them by class or code. */
export const MAX_RETURNED_ROWS = 100_000;

/** Finds the rows of the change that a file of failures is about. All must be of one change, and each stand there once. */
export async function matchReturnedRows(
  database: Database,
  tenantId: string,
  pages: ReturnedPages,
): Promise<MatchedFile> {
  const rows: MatchedRow[] = [];
  const faults: RowRemark[] = [];
  const seen = new Set<string>();
  let change: CorrectableRow['change'] | null = null;
  for await (const page of pages) {
    const stored = await findRows(database, tenantId, page);
    for (const returned of page) {
      const found = stored.get(returned.deviceChangeId);
      change ??= found === undefined ? null : await readChange(database, tenantId, found.bulkChangeId);
      const fault = faultOf(returned, found, change, seen);
      if (fault !== null) faults.push(fault);
      else if (found !== undefined && change !== null) {
        rows.push({ returned, stored: toCorrectableRow(found, change) });
      }
    }
    if (seen.size > MAX_RETURNED_ROWS || faults.length > MAX_RETURNED_ROWS) {
      return { change, rows: [], faults: [tooMany(page)] };
    }
  }
  return { change, rows, faults };
}

type FoundRow = StoredRow & { readonly bulkChangeId: string };

async function findRows(
  { prisma }: Database,
  tenantId: string,
  page: readonly ReturnedRow[],
): Promise<ReadonlyMap<string, FoundRow>> {
  const ids = page.map(({ deviceChangeId }) => deviceChangeId);
  const rows = await prisma.$queryRaw<FoundRow[]>`
    select id, bulk_change_id as "bulkChangeId", row_number as "rowNumber", identifier,
      identifier_type as "identifierType", device_id as "deviceId", status, error_code as "errorCode", overrides, "order",
      before
    from device_changes where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

async function readChange(
  { prisma }: Database,
  tenantId: string,
  id: string,
): Promise<CorrectableRow['change']> {
  const change = await prisma.bulkChange.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id } },
    select: { id: true, serviceProviderId: true, status: true, order: true, undoOf: true },
  });
  return {
    ...change,
    status: change.status as BulkChangeStatus,
    order: change.order as unknown as ChangeOrder,
  };
}

function faultOf(
  { row, deviceChangeId }: ReturnedRow,
  found: FoundRow | undefined,
  change: CorrectableRow['change'] | null,
  seen: Set<string>,
): RowRemark | null {
  const at = { row, column: 'retryOf' };
  if (found === undefined || change === null) {
    const detail = 'You have no failed row with this id. Leave the column as it was in errors.csv.';
    return { ...at, code: 'upload.retry_of_unknown', detail };
  }
  if (found.bulkChangeId !== change.id) {
    const detail =
      'The rows before it are of another change. Send the failures of each change in a file of its own.';
    return { ...at, code: 'upload.retry_of_mixed', detail };
  }
  if (seen.has(deviceChangeId)) {
    const detail = 'The same row stands in the file twice. Remove one of them.';
    return { ...at, code: 'upload.retry_of_twice', detail };
  }
  seen.add(deviceChangeId);
  return null;
}

function tooMany(page: readonly ReturnedRow[]): RowRemark {
  const detail = `A file takes back ${String(MAX_RETURNED_ROWS)} failures. Retry the rest by class or code: POST /v1/bulk-changes/{id}/retry.`;
  return { row: page.at(-1)?.row ?? 0, column: 'retryOf', code: 'upload.too_many_rows', detail };
}
