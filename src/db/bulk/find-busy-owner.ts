import type pg from 'pg';

/** The change that is working on the same device as this row; null when it has ended meanwhile. */
export async function findBusyOwner(pool: pg.Pool, deviceChangeId: string): Promise<string | null> {
  const { rows } = await pool.query<{ owner: string }>(
    `select other.bulk_change_id as owner
     from device_changes mine
     join device_changes other on other.tenant_id = mine.tenant_id and other.device_id = mine.device_id
       and other.bulk_change_id <> mine.bulk_change_id and other.status in ('PROCESSING', 'AWAITING_CONFIRMATION')
     where mine.id = $1::uuid order by other.started_at limit 1`,
    [deviceChangeId],
  );
  return rows[0]?.owner ?? null;
}
