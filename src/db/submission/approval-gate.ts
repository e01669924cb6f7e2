/** What is known of the approval of a change that is locked. */
export interface ApprovalFacts {
  readonly requires_approval: boolean;
  /** Null: nobody has approved it. */
  readonly approved_at: Date | null;
}

/** What is to be done to the rows of a change. */
interface DeedToRows {
  /** They are tried, for the first time or again. */
  readonly runs: boolean;
  /** They name another device, or ask for something else, than before. */
  readonly corrects: boolean;
}

/**
 * Why something may not be done to the rows of a change that needs an approval, in words for a person; null when it may.
 * What nobody has approved is never tried, and what was approved is never corrected: so nothing is done to a device that
 * the approver has not seen. To be asked under the lock of the change by everything that corrects or tries rows.
 */
export function obstacleOfApproval(change: ApprovalFacts, { runs, corrects }: DeedToRows): string | null {
  if (!change.requires_approval) return null;
  if (change.approved_at === null) return runs ? NEVER_APPROVED : null;
  return corrects ? APPROVED_AS_IT_IS : null;
}

const NEVER_APPROVED =
  'Nobody has approved this change, so none of its rows is tried. Submit it anew (/resubmit, or /undo for one that takes another back) and have that approved; rows that are corrected before, without reprocess, go with it.';

const APPROVED_AS_IT_IS =
  'This change was approved as it is: its rows are tried again as they are, and none is corrected. Submit what is to be different as a change of its own, and have that approved.';
