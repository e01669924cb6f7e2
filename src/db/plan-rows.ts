import type { ChangeOrder } from '../domain/change-order.ts';
import type { RowImage } from '../domain/stale-image.ts';
import type { Database } from './client.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

/** A row of a change as its plan has it. */
export interface PlanRow {
  readonly id: string;
  readonly rowNumber: number;
  readonly identifier: string;
  readonly effectiveAt: Date | null;
  /** The row's own order; null: the change's. */
  readonly order: ChangeOrder | null;
  /** Null: the row was refused, for the reason below. */
  readonly before: RowImage | null;
  readonly after: RowImage | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  /** Other unfinished changes that name the same device, the oldest first. */
  readonly conflicts: readonly { readonly bulkChangeId: string; readonly status: string }[];
}

/** More changes that wait for one device say no more than these. */
const MOST_CONFLICTS = 10;

const PAGE_OF_ROWS = `
select d.id, d.row_number as "rowNumber", d.identifier, d.effective_at as "effectiveAt", d."order", d.before, d.after,
  d.error_code as "errorCode", d.error_message as "errorMessage", c.conflicts
from device_changes d
cross join lateral (
  select coalesce(json_agg(json_build_object('bulkChangeId', o.bulk_change_id, 'status', o.status) order by o.id), '[]')
    as conflicts
  from (
    select other.id, other.bulk_change_id, b.status
    from device_changes other join bulk_changes b on b.id = other.bulk_change_id
    where other.tenant_id = d.tenant_id and other.device_id = d.device_id
      and other.bulk_change_id <> d.bulk_change_id
      and other.status in ('PENDING', 'PROCESSING', 'AWAITING_CONFIRMATION')
    order by other.id limit ${String(MOST_CONFLICTS)}
  ) o
) c
where d.tenant_id = $1::uuid and d.bulk_change_id = $2::uuid and d.row_number > $3
order by d.row_number limit $4`;

/** The plan of a change in the order of the request. The key of the list is the row number. */
export async function listPlanRows(
  { pool }: Database,
  tenantId: string,
  bulkChangeId: string,
  { limit, after }: PageRequest,
): Promise<Page<PlanRow>> {
  const values = [tenantId, bulkChangeId, Number(after ?? 0), limit + 1];
  const { rows } = await pool.query<PlanRow>(PAGE_OF_ROWS, values);
  return pageOf(rows, limit, ({ rowNumber }) => String(rowNumber));
}

/** Rows of a change that go the same way. */
export interface PlanGroup extends Pick<PlanRow, 'order' | 'before' | 'after'> {
  readonly count: number;
}

/** All rows of a change, those that are alike together: mostly a handful of groups. */
export async function groupPlanRows(
  { pool }: Database,
  tenantId: string,
  bulkChangeId: string,
): Promise<PlanGroup[]> {
  const { rows } = await pool.query<PlanGroup>(
    `select "order", before, after, count(*)::int as count from device_changes
     where tenant_id = $1::uuid and bulk_change_id = $2::uuid group by "order", before, after`,
    [tenantId, bulkChangeId],
  );
  return rows;
}
