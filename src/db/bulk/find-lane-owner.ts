import type pg from 'pg';

/**
 * The change whose turn with this row's device comes first: one that is working on it, or one that was submitted earlier
 * and still has it ahead. Null when the turn is this row's own.
 */
export async function findLaneOwner(pool: pg.Pool, deviceChangeId: string): Promise<string | null> {
  const { rows } = await pool.query<{ owner: string }>(
    `select other.bulk_change_id as owner
     from device_changes mine join device_changes other on ${goesFirst('mine', 'other')}
     where mine.id = $1::uuid order by other.id limit 1`,
    [deviceChangeId],
  );
  return rows[0]?.owner ?? null;
}

/**
 * Part of a statement: row `other` of the same device goes before row `mine`. Whoever has begun goes first, so a row that
 * was cut off waits only for an earlier one that has begun too; nobody waits in a circle. Ids grow with the submission. A row
 * that would not be begun now, since its day has not come or its change waits for a window, holds up nobody.
 */
export function goesFirst(mine: string, other: string): string {
  return `${other}.tenant_id = ${mine}.tenant_id and ${other}.device_id = ${mine}.device_id
    and ${other}.bulk_change_id <> ${mine}.bulk_change_id
    and case
      when ${other}.status in ('PROCESSING', 'AWAITING_CONFIRMATION')
        then ${mine}.status = 'PENDING' or ${other}.id < ${mine}.id
      when ${other}.status = 'PENDING'
        then ${mine}.status = 'PENDING' and ${other}.id < ${mine}.id and exists (
          select 1 from bulk_changes b
          where b.id = ${other}.bulk_change_id and b.status = 'PROCESSING' and b.held_by is null
            and coalesce(${other}.effective_at, b.effective_at, '-infinity') <= now())
      else false end`;
}
