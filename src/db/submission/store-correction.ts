import { logDescription } from '../../domain/audit-text.ts';
import { mayAct } from '../../domain/bulk-change-status.ts';
import type { ChangeOrder } from '../../domain/change-order.ts';
import { INTEGRATIONS } from '../../domain/integration.ts';
import type { RowOverrides } from '../../domain/row-correction.ts';
import type { RowImage } from '../../domain/stale-image.ts';
import { correctRows, type CorrectedRow } from '../bulk/correct-rows.ts';
import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { obstacleOfApproval } from './approval-gate.ts';
import { askForRun } from './ask-for-run.ts';
import {
  isSameOrder,
  type CorrectableRow,
  type CorrectionResult,
  type DeviceCorrection,
  type JudgedRow,
} from './correctable-row.ts';
import { REPEATED_DEVICE } from './judge-rows.ts';
import { lockChange } from './lock-change.ts';
import { isInDoubt } from './row-in-doubt.ts';
import type { Submitter } from './submit-bulk-change.ts';

export interface JudgedCorrection {
  readonly row: CorrectableRow;
  readonly wish: Pick<DeviceCorrection, 'device' | 'imei' | 'correction' | 'reprocess'>;
  readonly order: ChangeOrder;
  readonly judged: JudgedRow;
  readonly now: Date;
}

/** Writes a correction that was judged, with its audit entry and its log entry, and asks for a run where it opens the row. */
export function storeCorrection(
  { prisma }: Database,
  who: Submitter,
  correction: JudgedCorrection,
): Promise<CorrectionResult> {
  const { row, wish, now } = correction;
  return prisma.$transaction(async (tx) => {
    const change = await lockChange(tx, who.tenantId, row.change.id);
    if (change === null) return { outcome: 'not_found' };
    const { status } = change;
    if (!mayAct('retry', status)) return { outcome: 'wrong_state', status };
    const reason = obstacleOfApproval(change, { runs: wish.reprocess, corrects: true });
    if (reason !== null) return { outcome: 'row_conflict', reason };
    if (await hasMovedOn(tx, row)) return MOVED_ON;
    const { corrected, repeated } = await correctRows(tx, [correctedRow(correction)]);
    if (repeated.has(row.id)) return { outcome: 'device_fault', ...REPEATED_DEVICE };
    if (!corrected.has(row.id)) return MOVED_ON;
    await writeDown(tx, who, correction);
    if (wish.reprocess) await askForRun(tx, { id: row.change.id, status }, now);
    return { outcome: 'done' };
  });
}

const MOVED_ON: CorrectionResult = {
  outcome: 'row_conflict',
  reason: 'The row has moved on meanwhile. Read it, then correct it again.',
};

/** Locks the row as well, and tells whether it is another one than was judged. */
async function hasMovedOn(tx: Prisma.TransactionClient, row: CorrectableRow): Promise<boolean> {
  const rows = await tx.$queryRaw<{ status: string; device_id: string | null }[]>`
    select status, device_id from device_changes
    where id = ${row.id}::uuid and status in ('ERROR', 'UNKNOWN') for update`;
  return rows[0]?.status !== row.status || rows[0].device_id !== row.deviceId;
}

/** The row as it is to be once it is corrected. */
export function correctedRow({ row, wish, order, judged }: Omit<JudgedCorrection, 'now'>): CorrectedRow {
  const { identifier, identifierType } = wish.device ?? row;
  const isOwn = row.change.undoOf !== null || !isSameOrder(order, row.change.order);
  return {
    deviceChangeId: row.id,
    identifier,
    identifierType,
    deviceId: judged.deviceId,
    overrides: overridesOf(row, wish),
    order: isOwn ? order : null,
    before: beforeOf(row, judged),
    after: judged.after,
    reopen: wish.reprocess,
    isOther: judged.deviceId !== row.deviceId || !isSameOrder(order, row.order ?? row.change.order),
  };
}

function overridesOf({ overrides }: CorrectableRow, wish: JudgedCorrection['wish']): RowOverrides | null {
  const imei = wish.imei ?? (wish.device === undefined ? overrides?.imei : undefined);
  const fields = { ...overrides?.corrected, ...wish.correction };
  const hasFields = Object.keys(fields).length > 0;
  if (imei === undefined && !hasFields) return null;
  return { ...(imei === undefined ? {} : { imei }), ...(hasFields ? { corrected: fields } : {}) };
}

/** Where nobody knows how far the last run came, what the device had before it is still what was before. */
function beforeOf(row: CorrectableRow, judged: JudgedRow): RowImage {
  return isInDoubt(row) ? { ...judged.before, ...row.before } : judged.before;
}

/** Nothing that a correction names is personal. */
async function writeDown(
  tx: Prisma.TransactionClient,
  who: Submitter,
  { row, wish }: JudgedCorrection,
): Promise<void> {
  const { device, imei, correction, reprocess } = wish;
  const fields = {
    ...(device === undefined ? {} : { [device.identifierType.toLowerCase()]: device.identifier }),
    ...(imei === undefined ? {} : { imei }),
    ...correction,
  };
  await tx.auditEntry.create({
    data: {
      tenantId: who.tenantId,
      actor: who.actor,
      action: 'device_change.correct',
      subject: 'device_change',
      subjectId: row.id,
      detail: { bulkChangeId: row.change.id, former: row.identifier, corrected: fields, reprocess },
      requestId: who.requestId ?? null,
    },
  });
  const change = await tx.bulkChange.findUniqueOrThrow({
    where: { id: row.change.id },
    select: { portalType: true, integration: true },
  });
  const integration = INTEGRATIONS.find((each) => each === change.integration);
  if (integration === undefined)
    throw new Error(`A change is of no known integration: ${change.integration}.`);
  await tx.logEntry.create({
    data: {
      tenantId: who.tenantId,
      bulkChangeId: row.change.id,
      deviceChangeId: row.id,
      portalType: change.portalType,
      description: logDescription(row.change.order.changeType, integration, 'Correct Device'),
      processedBy: who.actor,
      requestText: JSON.stringify(fields),
      responseStatus: reprocess ? 'PENDING' : row.status,
      hasErrors: false,
    },
  });
}
