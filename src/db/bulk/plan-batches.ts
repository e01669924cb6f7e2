import type pg from 'pg';
import type { ChangeOrder } from '../../domain/change-order.ts';
import type { Integration } from '../../domain/integration.ts';
import { goesFirst } from './find-lane-owner.ts';

/** A run of rows that holds at most a batch of pending devices. Row numbers are inclusive. */
export interface RowRange {
  readonly firstRow: number;
  readonly lastRow: number;
}

export interface BatchCut {
  readonly batchSize: number;
  /** Rows behind it belong to a later wave. */
  readonly lastRow: number;
  /** Rows whose date is later have their turn later. */
  readonly now: Date;
  /** Leave out those that are worked on: batches that still run have them. */
  readonly onlyPending: boolean;
}

/**
 * Cuts the rows of a change that are due into batches, in row order. The same statement serves the first run, where every
 * row is pending, and a retry of a few rows that lie far apart.
 */
export async function planBatches(pool: pg.Pool, bulkChangeId: string, cut: BatchCut): Promise<RowRange[]> {
  const { rows } = await pool.query<RowRange>(
    `select min(row_number) as "firstRow", max(row_number) as "lastRow"
     from (
       select d.row_number, (row_number() over (order by d.row_number) - 1) / $2::int as batch
       from device_changes d join bulk_changes b on b.id = d.bulk_change_id
       where d.bulk_change_id = $1::uuid and d.row_number <= $3 and ${isDue('$4')}
         and (d.status = 'PENDING' or (d.status in ('PROCESSING', 'AWAITING_CONFIRMATION') and not $5))
     ) numbered
     group by batch order by batch`,
    [bulkChangeId, cut.batchSize, cut.lastRow, cut.now, cut.onlyPending],
  );
  return rows;
}

/** Part of a statement: the row's own date, else the change's, has come. Null: whatever it is. */
function isDue(now: string): string {
  return `coalesce(d.effective_at, b.effective_at, '-infinity') <= coalesce(${now}::timestamptz, 'infinity')`;
}

/** What is left of a change beside the rows that are due now. */
export interface Outlook {
  /** Rows that are worked on. */
  readonly working: number;
  /** Pending rows of later waves. */
  readonly beyondWave: number;
  /** The next date of a pending row of this wave; null when all are due. */
  readonly nextDue: Date | null;
}

export async function readOutlook(
  pool: pg.Pool,
  bulkChangeId: string,
  { lastRow, now }: Pick<BatchCut, 'lastRow' | 'now'>,
): Promise<Outlook> {
  const { rows } = await pool.query<Outlook>(
    `select count(*) filter (where d.status in ('PROCESSING', 'AWAITING_CONFIRMATION'))::int as working,
       count(*) filter (where d.status = 'PENDING' and d.row_number > $2)::int as "beyondWave",
       min(coalesce(d.effective_at, b.effective_at))
         filter (where d.status = 'PENDING' and d.row_number <= $2 and not (${isDue('$3')})) as "nextDue"
     from device_changes d join bulk_changes b on b.id = d.bulk_change_id
     where d.bulk_change_id = $1::uuid and d.status in ('PENDING', 'PROCESSING', 'AWAITING_CONFIRMATION')`,
    [bulkChangeId, lastRow, now],
  );
  const [outlook] = rows;
  if (outlook === undefined) throw new Error('A count answers with one row.');
  return outlook;
}

export interface PendingDevice {
  readonly deviceChangeId: string;
  /** The SIM's ICCID, however the caller named it: a device has one lane. */
  readonly identifier: string;
  /** Another change goes first with this device. */
  readonly contended: boolean;
}

/** A device of a batch with what its row alone says. */
export interface LoadedDevice extends PendingDevice {
  readonly integration: Integration;
  /** The row's own order; null: the change's. */
  readonly order: ChangeOrder | null;
}

/**
 * The devices of a batch that still have no outcome. Those that are worked on or wait for the carrier belong to it too:
 * their run may have been cut off, and their workflow id keeps them from being done twice at once.
 */
export async function loadBatch(
  pool: pg.Pool,
  bulkChangeId: string,
  range: RowRange,
  { now, onlyPending }: { readonly now: Date | null; readonly onlyPending: boolean },
): Promise<LoadedDevice[]> {
  const { rows } = await pool.query<LoadedDevice>(
    `select d.id as "deviceChangeId", coalesce(dv.iccid, d.identifier) as identifier, b.integration, d."order",
       exists (select 1 from device_changes o where ${goesFirst('d', 'o')}) as contended
     from device_changes d join bulk_changes b on b.id = d.bulk_change_id
       left join devices dv on dv.tenant_id = d.tenant_id and dv.id = d.device_id
     where d.bulk_change_id = $1::uuid and d.row_number between $2 and $3
       and (d.status = 'PENDING' or (d.status in ('PROCESSING', 'AWAITING_CONFIRMATION') and not $5)) and ${isDue('$4')}
     order by d.row_number limit 1000`,
    [bulkChangeId, range.firstRow, range.lastRow, now, onlyPending],
  );
  return rows;
}
