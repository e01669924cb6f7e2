import type pg from 'pg';
import { goesFirst } from './find-lane-owner.ts';

/** A run of rows that holds at most a batch of pending devices. Row numbers are inclusive. */
export interface RowRange {
  readonly firstRow: number;
  readonly lastRow: number;
}

/**
 * Cuts the pending rows of a change into batches, in row order. The same statement serves the first run, where every
 * row is pending, and a retry of a few rows that lie far apart.
 */
export async function planBatches(
  pool: pg.Pool,
  bulkChangeId: string,
  batchSize: number,
): Promise<RowRange[]> {
  const { rows } = await pool.query<RowRange>(
    `select min(row_number) as "firstRow", max(row_number) as "lastRow"
     from (
       select row_number, (row_number() over (order by row_number) - 1) / $2::int as batch
       from device_changes where bulk_change_id = $1::uuid and status in ('PENDING', 'PROCESSING', 'AWAITING_CONFIRMATION')
     ) numbered
     group by batch order by batch`,
    [bulkChangeId, batchSize],
  );
  return rows;
}

export interface PendingDevice {
  readonly deviceChangeId: string;
  /** The SIM's ICCID, however the caller named it: a device has one lane. */
  readonly identifier: string;
  /** Another change goes first with this device. */
  readonly contended: boolean;
}

/**
 * The devices of a batch that still have no outcome. Those that are worked on or wait for the carrier belong to it too:
 * their run may have been cut off, and their workflow id keeps them from being done twice at once.
 */
export async function loadBatch(
  pool: pg.Pool,
  bulkChangeId: string,
  range: RowRange,
): Promise<PendingDevice[]> {
  const { rows } = await pool.query<PendingDevice>(
    `select d.id as "deviceChangeId", coalesce(dv.iccid, d.identifier) as identifier,
       exists (select 1 from device_changes o where ${goesFirst('d', 'o')}) as contended
     from device_changes d left join devices dv on dv.tenant_id = d.tenant_id and dv.id = d.device_id
     where d.bulk_change_id = $1::uuid and d.row_number between $2 and $3 and d.status in ('PENDING', 'PROCESSING', 'AWAITING_CONFIRMATION')
     order by d.row_number limit 1000`,
    [bulkChangeId, range.firstRow, range.lastRow],
  );
  return rows;
}
