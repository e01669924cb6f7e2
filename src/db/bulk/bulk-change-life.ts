import type pg from 'pg';
import type { BulkChangeStatus } from '../../domain/bulk-change-status.ts';
import { finalStatus } from '../../domain/bulk-change-status.ts';
import { total, type Tally } from '../../domain/tally.ts';
import { inTransaction } from '../transaction.ts';
import { MOVE_TALLY } from './tally-columns.ts';

export interface ClosedChange {
  /** False: rows are pending again (a retry came in), so the run goes on. */
  readonly closed: boolean;
  readonly status: BulkChangeStatus;
  readonly tally: Tally;
}

interface TallyRow {
  readonly pending: number;
  readonly processing: number;
  readonly awaiting_confirmation: number;
  readonly processed: number;
  readonly error: number;
  readonly unknown: number;
  readonly canceled: number;
}

function tallyOfRow(row: TallyRow): Tally {
  const {
    awaiting_confirmation: awaitingConfirmation,
    pending,
    processing,
    processed,
    error,
    unknown,
    canceled,
  } = row;
  return { pending, processing, awaitingConfirmation, processed, error, unknown, canceled };
}

/**
 * Writes that a run works on the change: SCHEDULED while it waits for its date, PROCESSING from then on. A change without
 * open rows stays as it is: it may have been canceled before the run came.
 */
export async function markBulkChange(
  pool: pg.Pool,
  input: {
    readonly bulkChangeId: string;
    readonly status: 'SCHEDULED' | 'PROCESSING';
    readonly runId: string;
  },
): Promise<void> {
  await pool.query(
    `update bulk_changes set status = $2, workflow_run_id = $3, finished_at = null,
       started_at = case when $2 = 'PROCESSING' then coalesce(started_at, now()) else started_at end
     where id = $1::uuid and pending + processing + awaiting_confirmation > 0`,
    [input.bulkChangeId, input.status, input.runId],
  );
}

/** The counts of a change as they stand. */
export async function readTally(pool: pg.Pool, bulkChangeId: string): Promise<Tally> {
  const { rows } = await pool.query<TallyRow>(
    `select pending, processing, awaiting_confirmation, processed, error, unknown, canceled
     from bulk_changes where id = $1::uuid`,
    [bulkChangeId],
  );
  const row = rows[0];
  if (row === undefined) throw new Error(`Bulk change ${bulkChangeId} does not exist.`);
  return tallyOfRow(row);
}

/**
 * Closes the change with the status its devices' outcomes give it. The row is locked first, so that a retry that comes
 * in at the same moment either is seen here or finds the change closed.
 */
export async function closeBulkChange(pool: pg.Pool, bulkChangeId: string): Promise<ClosedChange> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<TallyRow>(
      `select pending, processing, awaiting_confirmation, processed, error, unknown, canceled
       from bulk_changes where id = $1::uuid for update`,
      [bulkChangeId],
    );
    const row = rows[0];
    if (row === undefined) throw new Error(`Bulk change ${bulkChangeId} does not exist.`);
    const tally = tallyOfRow(row);
    const open = tally.pending + tally.processing + tally.awaitingConfirmation > 0;
    const status: BulkChangeStatus = open && total(tally) > 0 ? 'PROCESSING' : finalStatus(tally);
    if (!open) {
      await client.query(
        `update bulk_changes set status = $2, finished_at = now(), held_by = null, pause_reason = null, halted_at = null
         where id = $1::uuid`,
        [bulkChangeId, status],
      );
    }
    return { closed: !open, status, tally };
  });
}

/** Ends every row that had not had its turn, with the counts, in one statement; locks in the order all others lock in. */
export const CANCEL_PENDING_ROWS = `
with locked as (
  select id from device_changes where bulk_change_id = $1::uuid and status = 'PENDING' order by id for update
), moved as (
  update device_changes d set status = 'CANCELED', finished_at = now()
  from locked l where d.id = l.id and d.status = 'PENDING'
  returning d.id, d.bulk_change_id, old.status as old_status, new.status as new_status
), tally as (${MOVE_TALLY})
select count(*)::int as canceled from moved`;

/** Ends every row that had not had its turn: CANCELED. Returns how many. */
export async function cancelPendingRows(
  pool: pg.Pool | pg.PoolClient,
  bulkChangeId: string,
): Promise<number> {
  const { rows } = await pool.query<{ canceled: number }>(CANCEL_PENDING_ROWS, [bulkChangeId]);
  return rows[0]?.canceled ?? 0;
}
