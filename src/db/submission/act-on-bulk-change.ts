import { mayAct, type BulkChangeAction, type BulkChangeStatus } from '../../domain/bulk-change-status.ts';
import { CANCEL_PENDING_ROWS } from '../bulk/bulk-change-life.ts';
import { reopenDeviceChanges, type RetryFilter } from '../bulk/reopen-device-changes.ts';
import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import type { Submitter } from './submit-bulk-change.ts';

export type ActionResult =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'not_found' }
  | { readonly outcome: 'wrong_state'; readonly status: BulkChangeStatus }
  /** A retry whose filter matches no failed or unknown device. */
  | { readonly outcome: 'nothing_matches' }
  /** A cancel of a change that a workflow works on: the workflow must be told. */
  | { readonly outcome: 'running' };

interface Locked {
  readonly id: string;
  readonly status: BulkChangeStatus;
  readonly start_requested_at: Date | null;
  readonly workflow_run_id: string | null;
}

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
    // A confirmed wish is gone, but its run has the change's id, even when no worker has taken it up yet.
    const hasRun = change.start_requested_at !== null || change.workflow_run_id !== null;
    if (change.status !== 'PENDING' || hasRun) return { outcome: 'running' };
    await tx.$queryRawUnsafe(CANCEL_PENDING_ROWS, id);
    await tx.bulkChange.update({ where: { id }, data: { status: 'CANCELED', finishedAt: now } });
    return { outcome: 'done' };
  });
}

/** Opens failed and unknown devices again and asks for a run; a run that is under way takes them up by itself. */
export function retryBulkChange(
  database: Database,
  who: Submitter,
  id: string,
  filter: RetryFilter,
  now: Date,
): Promise<ActionResult> {
  return act(database, who, id, 'retry', async (tx) => {
    const reopened = await reopenDeviceChanges(tx, id, filter);
    if (reopened === 0) return { outcome: 'nothing_matches' };
    await tx.bulkChange.update({
      where: { id },
      data: { status: 'PROCESSING', finishedAt: null, startRequestedAt: now },
    });
    return { outcome: 'done' };
  });
}

/** Locks the change, checks its state, acts and writes the audit entry, all in one transaction. */
function act(
  database: Database,
  who: Submitter,
  id: string,
  action: BulkChangeAction,
  step: (tx: Prisma.TransactionClient, change: Locked) => Promise<ActionResult>,
): Promise<ActionResult> {
  return database.prisma.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<Locked[]>`
      select id, status, start_requested_at, workflow_run_id from bulk_changes
      where tenant_id = ${who.tenantId}::uuid and id = ${id}::uuid for update`;
    const change = rows[0];
    if (change === undefined) return { outcome: 'not_found' };
    if (!mayAct(action, change.status)) return { outcome: 'wrong_state', status: change.status };
    const result = await step(tx, change);
    if (result.outcome === 'done' || result.outcome === 'running') {
      await tx.auditEntry.create({
        data: {
          tenantId: who.tenantId,
          actor: who.actor,
          action: `bulk_change.${action}`,
          subject: 'bulk_change',
          subjectId: id,
          requestId: who.requestId ?? null,
        },
      });
    }
    return result;
  });
}
