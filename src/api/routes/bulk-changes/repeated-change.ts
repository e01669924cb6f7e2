import type { FastifyRequest } from 'fastify';
import type { Submitter } from '../../../db/submission/store-bulk-change.ts';
import type { Repetition } from '../../../db/submission/undo-bulk-change.ts';
import { authorOf } from '../../principal.ts';
import { invalidRequest, notFound, Problem } from '../../problem.ts';

/** Who makes a new change, with the caller's key, so that a repeated call finds it. */
export function submitterOf(request: FastifyRequest): Submitter {
  const { idempotencyKey } = request;
  return { ...authorOf(request), ...(idempotencyKey === null ? {} : { idempotencyKey }) };
}

/** The id of the new change. @throws Problem where there is none */
export function madeChange(action: 'undo' | 'resubmit', result: Repetition): string {
  switch (result.outcome) {
    case 'done':
      return result.bulkChangeId;
    case 'not_found':
      throw notFound();
    case 'not_finished':
      throw new Problem(
        'bulk_change.state_conflict',
        `The change is ${result.status}: wait until it has finished, or cancel it, before you ${action} it.`,
      );
    case 'pointless':
      throw new Problem('bulk_change.state_conflict', result.reason);
    case 'refused':
      throw invalidRequest(result.faults);
  }
}
