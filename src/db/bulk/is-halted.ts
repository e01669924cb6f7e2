import type pg from 'pg';

/** Whether no further device of the change may be begun. */
export async function isHalted(pool: pg.Pool, bulkChangeId: string): Promise<boolean> {
  const { rows } = await pool.query<{ halted: boolean }>(
    'select halted_at is not null as halted from bulk_changes where id = $1::uuid',
    [bulkChangeId],
  );
  return rows[0]?.halted ?? true;
}
