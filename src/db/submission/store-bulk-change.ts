import { logDescription } from '../../domain/audit-text.ts';
import { finalStatus, type BulkChangeStatus } from '../../domain/bulk-change-status.ts';
import type { ChangeOrder } from '../../domain/change-order.ts';
import type { ChangeRequest, RequestedDate } from '../../domain/change-request.ts';
import { portalOf } from '../../domain/portal.ts';
import { tallyOf } from '../../domain/tally.ts';
import { insertDeviceChanges } from '../bulk/insert-device-changes.ts';
import { logRefusedRows } from '../bulk/log-refused-rows.ts';
import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import type { OrderableProvider } from './orderable-provider.ts';
import type { SealedPlan } from './seal-plan.ts';

export interface Submitter {
  readonly tenantId: string;
  /** Who is written down as the maker of the change. */
  readonly actor: string;
  readonly requestId?: string;
  /** The caller's key: the change is noted with it, so that a repeated call finds it. */
  readonly idempotencyKey?: string;
}

/** A change that has been judged and is ready to be stored. */
export interface NewBulkChange {
  readonly who: Submitter;
  readonly provider: Pick<OrderableProvider, 'id' | 'integration'>;
  readonly terms: Pick<
    ChangeRequest,
    'processChanges' | 'onConflict' | 'rollout' | 'requiresApproval' | 'personal'
  >;
  readonly effectiveDate?: RequestedDate;
  /** As it is kept: without devices and without anything personal. */
  readonly rawRequest: Prisma.InputJsonObject;
  readonly order: ChangeOrder;
  readonly plan: SealedPlan;
  /** The change whose effects this one takes back, or whose request it repeats. */
  readonly origin?: { readonly undoOf: string } | { readonly resubmitOf: string };
  readonly now: Date;
}

/**
 * Stores a change with all its rows, its log and the wish to be started, in one transaction; `also` belongs to it.
 * Returns the id.
 */
export function storeBulkChange(
  database: Database,
  change: NewBulkChange,
  also?: (tx: Prisma.TransactionClient, id: string) => Promise<void>,
): Promise<string> {
  return database.prisma.$transaction(async (tx) => {
    const { who, plan, order, provider } = change;
    const { requiresApproval } = await tx.tenant.findUniqueOrThrow({
      where: { id: who.tenantId },
      select: { requiresApproval: true },
    });
    const { id } = await tx.bulkChange.create({
      data: bulkChangeRow(change, requiresApproval),
      select: { id: true },
    });
    await insertDeviceChanges(tx, { tenantId: who.tenantId, bulkChangeId: id, rows: plan.rows });
    if (plan.refused > 0) {
      await logRefusedRows(tx, {
        bulkChangeId: id,
        description: logDescription(order.changeType, provider.integration, 'Validate Device'),
        processedBy: who.actor,
      });
    }
    await writeDown(tx, change, id);
    await also?.(tx, id);
    return id;
  });
}

/** The audit entry, and the caller's key. */
async function writeDown(
  tx: Prisma.TransactionClient,
  { who, order, plan, origin }: NewBulkChange,
  id: string,
): Promise<void> {
  const { changeType } = order;
  await tx.auditEntry.create({
    data: {
      tenantId: who.tenantId,
      actor: who.actor,
      action: 'bulk_change.submit',
      subject: 'bulk_change',
      subjectId: id,
      detail: { changeType, total: plan.rows.length, refused: plan.refused, ...origin },
      requestId: who.requestId ?? null,
    },
  });
  if (who.idempotencyKey === undefined) return;
  await tx.idempotencyKey.updateMany({
    where: { tenantId: who.tenantId, key: who.idempotencyKey },
    data: { subjectId: id },
  });
}

function bulkChangeRow(
  { who, terms, rawRequest, provider, order, plan, effectiveDate: date, origin, now }: NewBulkChange,
  tenantWantsApproval: boolean,
): Prisma.BulkChangeUncheckedCreateInput {
  const tally = tallyOf(plan.rows.map((row) => row.status));
  const nothingToDo = tally.pending === 0;
  const requiresApproval = terms.requiresApproval === true || tenantWantsApproval;
  const waiting: BulkChangeStatus = requiresApproval ? 'AWAITING_APPROVAL' : 'PENDING';
  const isStarted = !nothingToDo && !requiresApproval && terms.processChanges;
  return {
    tenantId: who.tenantId,
    serviceProviderId: provider.id,
    integration: provider.integration,
    changeType: order.changeType,
    portalType: portalOf(provider.integration),
    status: nothingToDo ? finalStatus(tally) : waiting,
    request: rawRequest,
    order: order as unknown as Prisma.InputJsonObject,
    personal: terms.personal ?? null,
    onConflict: terms.onConflict,
    ...(terms.rollout === undefined ? {} : { rollout: terms.rollout as unknown as Prisma.InputJsonObject }),
    requiresApproval,
    ...origin,
    effectiveAt: date?.at ?? null,
    timeZone: date?.timeZone ?? null,
    planHash: plan.hash,
    total: plan.rows.length,
    ...tally,
    createdBy: who.actor,
    createdAt: now,
    finishedAt: nothingToDo ? now : null,
    startRequestedAt: isStarted ? now : null,
  };
}
