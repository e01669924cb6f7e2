import type pg from 'pg';

/** What a run does or waits for. */
export interface Hold {
  readonly bulkChangeId: string;
  readonly runId: string;
  readonly status: 'SCHEDULED' | 'PROCESSING' | 'PAUSED';
  /** What it waits for; null when it is at work, or paused by a person. */
  readonly heldBy: 'effective_date' | 'maintenance_window' | 'wave_gate' | null;
  /** Why it is paused, for people. */
  readonly pauseReason: string | null;
  /** No device may be begun. */
  readonly halted: boolean;
  /** The wave that is let through, from 0. */
  readonly wave: number;
}

/** Writes where a run stands. A change without open rows stays as it is: it may have been canceled before the run came. */
export async function holdBulkChange(pool: pg.Pool, hold: Hold): Promise<void> {
  await pool.query(
    `update bulk_changes set status = $2, workflow_run_id = $3, held_by = $4, pause_reason = $5, wave = $7,
       halted_at = case when $6 then coalesce(halted_at, now()) end, finished_at = null,
       started_at = case when $2 = 'PROCESSING' then coalesce(started_at, now()) else started_at end
     where id = $1::uuid and pending + processing + awaiting_confirmation > 0`,
    [hold.bulkChangeId, hold.status, hold.runId, hold.heldBy, hold.pauseReason, hold.halted, hold.wave],
  );
}

/**
 * Moves the date of a change that waits for it, also where its order says from when it holds; rows with a date of their
 * own keep it.
 */
export async function rescheduleBulkChange(
  pool: pg.Pool,
  { bulkChangeId, effectiveAt }: { readonly bulkChangeId: string; readonly effectiveAt: Date },
): Promise<void> {
  await pool.query(
    `update bulk_changes set effective_at = $2::timestamptz,
       "order" = case when "order"->>'effectiveFrom' is null then "order"
         else jsonb_set("order", '{effectiveFrom}', to_jsonb($3::text)) end
     where id = $1::uuid`,
    [bulkChangeId, effectiveAt, effectiveAt.toISOString()],
  );
}
