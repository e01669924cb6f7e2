/**
 * Locks the rows named by $1 that have no outcome, by id. Statements that meet on the same rows, as a cancel and a claim
 * do, take them in the same order everywhere and wait for each other instead of deadlocking.
 */
export const LOCK_OPEN_ROWS = `
  select d.id from device_changes d
  where d.id = any($1::uuid[]) and d.status in ('PENDING', 'PROCESSING', 'AWAITING_CONFIRMATION')
  order by d.id for update`;
