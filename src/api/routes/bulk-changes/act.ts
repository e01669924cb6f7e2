import type { BulkChangeAction, BulkChangeStatus } from '../../../domain/bulk-change-status.ts';
import type { ActionResult } from '../../../db/submission/act-on-bulk-change.ts';
import { notFound, Problem } from '../../problem.ts';
import { planStale } from './plan-match.ts';

/** Throws the problem that an action came to; returns when it was done or is for the workflow to do. */
export function requireDone(action: BulkChangeAction, result: ActionResult): 'done' | 'running' {
  switch (result.outcome) {
    case 'done':
    case 'running':
      return result.outcome;
    case 'not_found':
      throw notFound();
    case 'wrong_state':
      throw stateConflict(action, result.status);
    case 'unapproved':
      throw new Problem('bulk_change.state_conflict', result.reason);
    case 'by_submitter':
      throw new Problem(
        'bulk_change.approval_by_submitter',
        'You submitted this change: a second person has to approve or reject it.',
      );
    case 'plan_stale':
      throw planStale(result.planHash);
    case 'nothing_matches':
      throw new Problem(
        'bulk_change.state_conflict',
        'No failed or unknown device of this change matches: there is nothing to retry.',
      );
  }
}

/** `reason` is the run's own. */
export function stateConflict(action: BulkChangeAction, status: BulkChangeStatus, reason?: string): Problem {
  const detail = `The change is ${status}: it cannot be asked to ${action} now.`;
  return new Problem('bulk_change.state_conflict', reason === undefined ? detail : `${detail} ${reason}`);
}
