import type { Database } from '../client.ts';
import { act, endUnstarted, type ActionResult } from './act-on-bulk-change.ts';
import type { Submitter } from './submit-bulk-change.ts';

export interface Approval {
  readonly now: Date;
  /** The plans that the approver has looked at, by their hashes; null: whichever it is. */
  readonly planHashes: readonly string[] | null;
}

/**
 * Lets a change go that awaits its approval: it is PENDING then, with the wish for a run when its request asked for one.
 * Never by the one who submitted it. What was approved, the plan's hash, stands in the audit log.
 */
export function approveBulkChange(
  database: Database,
  who: Submitter,
  id: string,
  { now, planHashes }: Approval,
): Promise<ActionResult> {
  return act(database, who, id, 'approve', async (tx, change) => {
    if (change.created_by === who.actor) return { outcome: 'by_submitter' };
    const planHash = change.plan_hash;
    if (planHashes !== null && !planHashes.includes(planHash)) return { outcome: 'plan_stale', planHash };
    await tx.bulkChange.update({
      where: { id },
      data: {
        status: 'PENDING',
        approvedBy: who.actor,
        approvedAt: now,
        startRequestedAt: change.process_changes ? now : null,
      },
    });
    return { outcome: 'done', audited: { planHash } };
  });
}

/** Ends a change that awaits its approval; all its rows that wait end CANCELED. Never by the one who submitted it. */
export function rejectBulkChange(
  database: Database,
  who: Submitter,
  id: string,
  { now, reason }: { readonly now: Date; readonly reason: string | null },
): Promise<ActionResult> {
  return act(database, who, id, 'reject', async (tx, change) => {
    if (change.created_by === who.actor) return { outcome: 'by_submitter' };
    await endUnstarted(tx, id, now);
    return { outcome: 'done', audited: reason === null ? {} : { reason } };
  });
}
