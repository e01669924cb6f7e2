import type { ScheduledEdit } from './scheduled-edit.ts';

/** When the next scheduled edit becomes due, known without looking at them all. */
export interface NextDue {
  /** Milliseconds since the epoch; infinite when nothing waits. */
  at(): number;
  note(edit: ScheduledEdit): void;
  /** Starts again from the edits that still wait. */
  settle(waiting: Iterable<ScheduledEdit>): void;
}

/** Creates it for an empty schedule. */
export function createNextDue(): NextDue {
  let next = Number.POSITIVE_INFINITY;
  const note = ({ dueAt }: ScheduledEdit): void => {
    next = Math.min(next, dueAt);
  };
  return {
    at: () => next,
    note,
    settle: (waiting) => {
      next = Number.POSITIVE_INFINITY;
      for (const edit of waiting) note(edit);
    },
  };
}
