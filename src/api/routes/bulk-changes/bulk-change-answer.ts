import { BULK_CHANGE_STATUSES } from '../../../domain/bulk-change-status.ts';
import { CHANGE_TYPES } from '../../../domain/change-type.ts';
import { INTEGRATIONS } from '../../../domain/integration.ts';
import { PORTAL_TYPES } from '../../../domain/portal.ts';
import { waveEnds, type Rollout } from '../../../domain/rollout.ts';
import { finished, percentDone, total, type Tally } from '../../../domain/tally.ts';
import { bulkChangeWorkflowId } from '../../../domain/workflow-id.ts';
import { hasContendedRows } from '../../../db/contended-rows.ts';
import { readBulkChange, type BulkChangeRow } from '../../../db/bulk-changes.ts';
import type { ApiDeps } from '../../api-app.ts';
import type { BulkChangeAnswer } from '../../contracts/bulk-change.ts';
import { notFound } from '../../problem.ts';
import { knownValue, orNull } from '../../stored-value.ts';
import { workflowLink } from '../../workflow-link.ts';
import { carrierPaceOf, type CarrierPace } from './carrier-pace.ts';
import { toRolloutAnswer } from './rollout-document.ts';
import { waitingFor } from './waiting-for.ts';

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
  const tally = tallyOfRow(row);
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
    counts: { total: row.total, ...tally },
    progress: progressOf(row, tally, clock.now()),
    ...steeringOf(row),
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    startedAt: orNull(row.startedAt),
    finishedAt: orNull(row.finishedAt),
    workflow: workflowLink(temporalUi, bulkChangeWorkflowId(row.id), row.workflowRunId),
  };
}

function steeringOf(row: BulkChangeRow) {
  const { wave, total: devices, pauseReason, requiresApproval, approvedBy, undoOf, resubmitOf } = row;
  const rollout = row.rollout as unknown as Rollout | null;
  const isInWaves = rollout !== null && rollout.waves.length > 0;
  return {
    rollout: rollout === null ? null : toRolloutAnswer(rollout),
    wave: isInWaves ? { number: wave + 1, of: waveEnds(rollout.waves, devices).length } : null,
    pauseReason,
    requiresApproval,
    approvedBy,
    approvedAt: orNull(row.approvedAt),
    undoOf,
    resubmitOf,
  };
}

function tallyOfRow(row: BulkChangeRow): Tally {
  const { pending, processing, awaitingConfirmation, processed, error, unknown, canceled } = row;
  return { pending, processing, awaitingConfirmation, processed, error, unknown, canceled };
}

function progressOf(row: BulkChangeRow, tally: Tally, now: Date): BulkChangeAnswer['progress'] {
  const rate = devicesPerSecond(row, tally, now);
  const left = total(tally) - finished(tally);
  const pace = carrierPaceOf(row);
  return {
    percent: percentDone(tally),
    devicesPerSecond: rate,
    estimatedFinishAt: row.status === 'PROCESSING' ? estimatedFinish(left, rate, pace, now) : null,
    waitingFor: waitingFor(row, pace, now),
  };
}

/** By the pace so far, or by the carrier's budget when that takes longer. Null while there is nothing to go by. */
function estimatedFinish(left: number, rate: number | null, pace: CarrierPace, now: Date): string | null {
  if (left === 0) return null;
  const { callsPerDevice, requestsPerSecond } = pace;
  const byPace = rate === null || rate === 0 ? 0 : left / rate;
  const byBudget = requestsPerSecond === null ? 0 : (left * callsPerDevice) / requestsPerSecond;
  const seconds = Math.max(byPace, byBudget);
  return seconds === 0 ? null : new Date(now.getTime() + seconds * 1_000).toISOString();
}

function devicesPerSecond({ startedAt, finishedAt }: BulkChangeRow, tally: Tally, now: Date): number | null {
  if (startedAt === null) return null;
  const seconds = ((finishedAt ?? now).getTime() - startedAt.getTime()) / 1_000;
  return seconds <= 0 ? null : Math.round((finished(tally) / seconds) * 10) / 10;
}
