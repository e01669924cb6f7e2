import { TALLY_FIELDS } from '../../domain/tally.ts';

/** The count columns of bulk_changes, in the order of the statuses. */
export const TALLY_COLUMNS = Object.entries(TALLY_FIELDS).map(([status, field]) => ({
  status,
  column: field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
}));

/**
 * Part of a statement: moves the counts of each change by what the rows of `moved` (bulk_change_id, old_status,
 * new_status) went from and to. Derived in the same statement that moved them, so counts and rows never disagree. The
 * changes are locked by id first: two statements over the same changes must not wait for each other crosswise.
 */
export const MOVE_TALLY = `
  update bulk_changes b set ${TALLY_COLUMNS.map(({ column }) => `${column} = b.${column} + m.${column}`).join(', ')}
  from (
    select bulk_change_id, ${TALLY_COLUMNS.map(
      ({ status, column }) =>
        `(count(*) filter (where new_status = '${status}') - count(*) filter (where old_status = '${status}'))::int as ${column}`,
    ).join(', ')}
    from moved where old_status <> new_status group by bulk_change_id
  ) m
  join (
    select id from bulk_changes
    where id in (select bulk_change_id from moved where old_status <> new_status) order by id for update
  ) owner on owner.id = m.bulk_change_id
  where b.id = m.bulk_change_id`;
