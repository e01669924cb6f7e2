import { TALLY_FIELDS } from '../../domain/tally.ts';

/** The count columns of bulk_changes, in the order of the statuses. */
export const TALLY_COLUMNS = Object.entries(TALLY_FIELDS).map(([status, field]) => ({
  status,
  column: field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
}));

/**
 * Part of a statement: moves the counts of each change by what the rows of `moved` (bulk_change_id, old_status,
 * new_status) went from and to. Derived in the same statement that moved them, so counts and rows never disagree. The
 * changes are locked by id first, so that two statements never wait for each other crosswise, and the counts are those
 * of the locked row: an update checks the constraints against the row of its snapshot before it sees a newer one.
 */
export const MOVE_TALLY = `
  update bulk_changes b set ${TALLY_COLUMNS.map(({ column }) => `${column} = latest.${column} + m.${column}`).join(', ')}
  from (
    select bulk_change_id, ${TALLY_COLUMNS.map(
      ({ status, column }) =>
        `(count(*) filter (where new_status = '${status}') - count(*) filter (where old_status = '${status}'))::int as ${column}`,
    ).join(', ')}
    from moved where old_status <> new_status group by bulk_change_id
  ) m
  join (
    select id, ${TALLY_COLUMNS.map(({ column }) => column).join(', ')} from bulk_changes
    where id in (select bulk_change_id from moved where old_status <> new_status) order by id for update
  ) latest on latest.id = m.bulk_change_id
  where b.id = m.bulk_change_id`;
