import { BULK_CHANGE_STATUSES } from '../../../domain/bulk-change-status.ts';
import { CHANGE_TYPES } from '../../../domain/change-type.ts';
import { INTEGRATIONS } from '../../../domain/integration.ts';
import { PORTAL_TYPES } from '../../../domain/portal.ts';
import type { Rollout } from '../../../domain/rollout.ts';
import { bulkChangeWorkflowId } from '../../../domain/workflow-id.ts';
import { hasContendedRows } from '../../../db/contended-rows.ts';
import { readBulkChange, type BulkChangeRow } from '../../../db/bulk-changes.ts';
import type { ApiDeps } from '../../api-app.ts';
import type { BulkChangeAnswer } from '../../contracts/bulk-change.ts';
import { notFound } from '../../problem.ts';
import { knownValue, orNull } from '../../stored-value.ts';
import { workflowLink } from '../../workflow-link.ts';
import { countsOf, progressOf, waveOf } from './bulk-change-progress.ts';
import { toRolloutAnswer } from './rollout-document.ts';

/** The change as callers see it. @throws Problem resource.not_found */
export async function answerBulkChange(
  deps: ApiDeps,
  tenantId: string,
  id: string,
): Promise<BulkChangeAnswer> {
  const row = await readBulkChange(deps.database, tenantId, id);
  if (row === null) throw notFound();
  const answer = toBulkChangeAnswer(deps, row);
  if (!mayWaitForLane(answer) || !(await hasContendedRows(deps.database, tenantId, id))) return answer;
  return { ...answer, progress: { ...answer.progress, waitingFor: 'device_lane' } };
}

/** Nothing is at work, and nothing else explains it. Lists leave it at that: it takes a look at the rows. */
function mayWaitForLane({ status, counts, progress }: BulkChangeAnswer): boolean {
  return (
    status === 'PROCESSING' && progress.waitingFor === null && counts.pending > 0 && counts.processing === 0
  );
}

export function toBulkChangeAnswer({ clock, temporalUi }: ApiDeps, row: BulkChangeRow): BulkChangeAnswer {
  return {
    id: row.id,
    tenantId: row.tenantId,
    serviceProviderId: row.serviceProviderId,
    integration: knownValue(INTEGRATIONS, row.integration),
    changeType: knownValue(CHANGE_TYPES, row.changeType),
    portalType: knownValue(PORTAL_TYPES, row.portalType),
    status: knownValue(BULK_CHANGE_STATUSES, row.status),
    effectiveAt: orNull(row.effectiveAt),
    timeZone: row.timeZone,
    planHash: row.planHash,
    counts: countsOf(row),
    duplicates: row.duplicates,
    progress: progressOf(row, clock.now()),
    ...steeringOf(row),
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    startedAt: orNull(row.startedAt),
    finishedAt: orNull(row.finishedAt),
    workflow: workflowLink(temporalUi, bulkChangeWorkflowId(row.id), row.workflowRunId),
  };
}

function steeringOf(row: BulkChangeRow) {
  const { pauseReason, requiresApproval, approvedBy, undoOf, resubmitOf } = row;
  const rollout = row.rollout as unknown as Rollout | null;
  return {
    rollout: rollout === null ? null : toRolloutAnswer(rollout),
    wave: waveOf(row),
    pauseReason,
    requiresApproval,
    approvedBy,
    approvedAt: orNull(row.approvedAt),
    undoOf,
    resubmitOf,
  };
}
