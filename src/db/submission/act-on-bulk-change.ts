import { mayAct, type BulkChangeAction, type BulkChangeStatus } from '../../domain/bulk-change-status.ts';
import { CANCEL_PENDING_ROWS } from '../bulk/bulk-change-life.ts';
import { reopenDeviceChanges, type RetryFilter } from '../bulk/reopen-device-changes.ts';
import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { obstacleOfApproval } from './approval-gate.ts';
import { askForRun } from './ask-for-run.ts';
import { lockChange, type LockedChange } from './lock-change.ts';
import type { Submitter } from './submit-bulk-change.ts';

export type ActionResult =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'not_found' }
  | { readonly outcome: 'wrong_state'; readonly status: BulkChangeStatus }
  /** It needs an approval that it does not have; the reason is for people. */
  | { readonly outcome: 'unapproved'; readonly reason: string }
  /** A retry whose filter matches no failed or unknown device. */
  | { readonly outcome: 'nothing_matches' }
  /** A workflow works on the change: the workflow must be told, and is audited once it has taken it. */
  | { readonly outcome: 'running' }
  /** An approval or a rejection by the one who submitted the change. */
  | { readonly outcome: 'by_submitter' }
  | { readonly outcome: 'plan_stale'; readonly planHash: string };

/** What a step came to; `audited` stands in the audit log. */
export type StepResult = ActionResult & { readonly audited?: Prisma.InputJsonObject };

/** Asks for the run of a change that was stored with processChanges: false. Asking twice is one run. */
export function processBulkChange(
  database: Database,
  who: Submitter,
  id: string,
  now: Date,
): Promise<ActionResult> {
  return act(database, who, id, 'process', async (tx, change) => {
    if (change.start_requested_at === null) {
      await tx.bulkChange.update({ where: { id }, data: { startRequestedAt: now } });
    }
    return { outcome: 'done' };
  });
}

/**
 * Cancels a change that nothing works on yet: its rows end CANCELED at once. For one that may be running the answer
 * is `running`, and nothing is changed here.
 */
export function cancelBulkChange(
  database: Database,
  who: Submitter,
  id: string,
  now: Date,
): Promise<ActionResult> {
  return act(database, who, id, 'cancel', async (tx, change) => {
    const isIdle = change.status === 'PENDING' || change.status === 'AWAITING_APPROVAL';
    if (!isIdle || hasRun(change)) return { outcome: 'running' };
    await endUnstarted(tx, id, now);
    return { outcome: 'done' };
  });
}

/** Whether there is a run to be told of this action; nothing is changed or audited here. */
export async function findRunFor(
  { prisma }: Database,
  { tenantId }: Submitter,
  id: string,
  action: BulkChangeAction,
): Promise<ActionResult> {
  const rows = await prisma.$queryRaw<LockedChange[]>`
    select status, start_requested_at, workflow_run_id from bulk_changes
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
  const change = rows[0];
  if (change === undefined) return { outcome: 'not_found' };
  const mayBeTold = mayAct(action, change.status) && (change.status !== 'PENDING' || hasRun(change));
  return mayBeTold ? { outcome: 'running' } : { outcome: 'wrong_state', status: change.status };
}

/** A confirmed wish is gone, but its run has the change's id, even when no worker has taken it up yet. */
function hasRun(change: Pick<LockedChange, 'start_requested_at' | 'workflow_run_id'>): boolean {
  return change.start_requested_at !== null || change.workflow_run_id !== null;
}

/** Ends a change that has no run, with all its rows. */
export async function endUnstarted(tx: Prisma.TransactionClient, id: string, now: Date): Promise<void> {
  await tx.$queryRawUnsafe(CANCEL_PENDING_ROWS, id);
  await tx.bulkChange.update({ where: { id }, data: { status: 'CANCELED', finishedAt: now } });
}

/** Opens failed and unknown devices again and asks for a run; a run that is under way takes them up by itself. */
export function retryBulkChange(
  database: Database,
  who: Submitter,
  id: string,
  filter: RetryFilter,
  now: Date,
): Promise<ActionResult> {
  return act(database, who, id, 'retry', async (tx, change) => {
    const reopened = await reopenDeviceChanges(tx, id, filter);
    if (reopened === 0) return { outcome: 'nothing_matches' };
    await askForRun(tx, change, now);
    return { outcome: 'done' };
  });
}

/**
 * Locks the change, checks its state and its approval, acts and, where something was done, writes the audit entry, all in one transaction.
 */
export function act(
  database: Database,
  who: Submitter,
  id: string,
  action: BulkChangeAction,
  step: (tx: Prisma.TransactionClient, change: LockedChange) => Promise<StepResult>,
): Promise<ActionResult> {
  return database.prisma.$transaction(async (tx) => {
    const change = await lockChange(tx, who.tenantId, id);
    if (change === null) return { outcome: 'not_found' };
    if (!mayAct(action, change.status)) return { outcome: 'wrong_state', status: change.status };
    const runs = action === 'process' || action === 'retry';
    const reason = obstacleOfApproval(change, { runs, corrects: false });
    if (reason !== null) return { outcome: 'unapproved', reason };
    const { audited, ...result } = await step(tx, change);
    if (result.outcome === 'done') await auditAction(tx, who, id, action, audited);
    return result;
  });
}

/** Writes that a change was told something. For what a run was told, call it only after the run has taken it. */
export async function auditAction(
  client: Prisma.TransactionClient,
  who: Submitter,
  id: string,
  action: BulkChangeAction,
  detail: Prisma.InputJsonObject = {},
): Promise<void> {
  await client.auditEntry.create({
    data: {
      tenantId: who.tenantId,
      actor: who.actor,
      action: `bulk_change.${action}`,
      subject: 'bulk_change',
      subjectId: id,
      detail,
      requestId: who.requestId ?? null,
    },
  });
}
