import type pg from 'pg';
import { MOVE_TALLY } from './tally-columns.ts';

/**
 * Gives a claimed row back to those that wait for their turn, as if it had not been tried: what packages its SIM had is read
 * again then. One that has moved on stays.
 */
export async function releaseDevice(pool: pg.Pool, deviceChangeId: string): Promise<void> {
  await pool.query(STATEMENT, [deviceChangeId]);
}

const STATEMENT = `
with moved as (
  update device_changes d set status = 'PENDING', attempts = greatest(d.attempts - 1, 0),
    before = d.before - 'packages',
    started_at = case when d.attempts <= 1 then null else d.started_at end
  where d.id = $1::uuid and d.status = 'PROCESSING'
  returning d.id, d.bulk_change_id, old.status as old_status, new.status as new_status
), tally as (${MOVE_TALLY})
select count(*)::int as released from moved`;
