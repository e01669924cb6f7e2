import { logDescription } from '../../domain/audit-text.ts';
import type { ChangeOrder } from '../../domain/change-order.ts';
import type { ChangeRequest, RequestFault } from '../../domain/change-request.ts';
import { portalOf } from '../../domain/portal.ts';
import { tallyOf } from '../../domain/tally.ts';
import { finalStatus, type BulkChangeStatus } from '../../domain/bulk-change-status.ts';
import { insertDeviceChanges } from '../bulk/insert-device-changes.ts';
import { logRefusedRows } from '../bulk/log-refused-rows.ts';
import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { findCandidates } from './find-candidates.ts';
import { findOrderableProvider, type OrderableProvider } from './orderable-provider.ts';
import { resolveOrder } from './resolve-order.ts';
import { sealPlan, type SealedPlan } from './seal-plan.ts';

export interface Submitter {
  readonly tenantId: string;
  /** Who is written down as the maker of the change. */
  readonly actor: string;
  readonly requestId?: string;
  /** The caller's key: the change is noted with it, so that a repeated call finds it. */
  readonly idempotencyKey?: string;
}

export type Submission =
  | { readonly ok: true; readonly bulkChangeId: string }
  | { readonly ok: false; readonly faults: readonly RequestFault[] };

/**
 * Validates a request and stores it with all its rows, its log and the wish to be started, in one transaction: after
 * it, the change is either known and will run, or nothing was stored. Faults of the request are returned all at once;
 * faults of a device are stored in its row. `rawRequest` is the body as it was sent, without the devices and without
 * anything personal, which `request.personal` has encrypted.
 */
export async function submitBulkChange(
  deps: { readonly database: Database; readonly now: () => Date },
  who: Submitter,
  request: ChangeRequest,
  rawRequest: Prisma.InputJsonObject,
): Promise<Submission> {
  const { prisma } = deps.database;
  const found = await findOrderableProvider(prisma, who.tenantId, request.serviceProviderId);
  if (!found.ok) return { ok: false, faults: [found.fault] };
  const now = deps.now();
  const resolved = await resolveOrder(prisma, found.provider, request.change, now);
  if (!resolved.ok) return { ok: false, faults: resolved.faults };
  const { integration } = found.provider;
  const candidates = await findCandidates(deps.database.pool, integration, {
    tenantId: who.tenantId,
    serviceProviderId: found.provider.id,
    devices: request.devices,
    revCustomerIdOf: revCustomerOf(resolved.order),
  });
  const effectiveAt = request.change.effectiveDate?.at ?? null;
  const personal = request.personal ?? null;
  const plan = sealPlan(integration, resolved.order, request.devices, candidates, { effectiveAt, personal });
  const bulkChangeId = await store(deps.database, {
    who,
    request,
    rawRequest,
    provider: found.provider,
    order: resolved.order,
    plan,
    now,
  });
  return { ok: true, bulkChangeId };
}

interface Sealed {
  readonly who: Submitter;
  readonly request: ChangeRequest;
  readonly rawRequest: Prisma.InputJsonObject;
  readonly provider: OrderableProvider;
  readonly order: ChangeOrder;
  readonly plan: SealedPlan;
  readonly now: Date;
}

function store(database: Database, sealed: Sealed): Promise<string> {
  return database.prisma.$transaction(async (tx) => {
    const { who, plan } = sealed;
    const { requiresApproval } = await tx.tenant.findUniqueOrThrow({
      where: { id: who.tenantId },
      select: { requiresApproval: true },
    });
    const { id } = await tx.bulkChange.create({
      data: bulkChangeRow(sealed, requiresApproval),
      select: { id: true },
    });
    await insertDeviceChanges(tx, { tenantId: who.tenantId, bulkChangeId: id, rows: plan.rows });
    if (plan.refused > 0) {
      await logRefusedRows(tx, {
        bulkChangeId: id,
        description: logDescription(sealed.order.changeType, sealed.provider.integration, 'Validate Device'),
        processedBy: who.actor,
      });
    }
    await tx.auditEntry.create({
      data: {
        tenantId: who.tenantId,
        actor: who.actor,
        action: 'bulk_change.submit',
        subject: 'bulk_change',
        subjectId: id,
        detail: { changeType: sealed.order.changeType, total: plan.rows.length, refused: plan.refused },
        requestId: who.requestId ?? null,
      },
    });
    if (who.idempotencyKey !== undefined) {
      await tx.idempotencyKey.updateMany({
        where: { tenantId: who.tenantId, key: who.idempotencyKey },
        data: { subjectId: id },
      });
    }
    return id;
  });
}

function bulkChangeRow(
  { who, request, rawRequest, provider, order, plan, now }: Sealed,
  tenantWantsApproval: boolean,
): Prisma.BulkChangeUncheckedCreateInput {
  const tally = tallyOf(plan.rows.map((row) => row.status));
  const nothingToDo = tally.pending === 0;
  const date = request.change.effectiveDate;
  const requiresApproval = request.requiresApproval === true || tenantWantsApproval;
  const waiting: BulkChangeStatus = requiresApproval ? 'AWAITING_APPROVAL' : 'PENDING';
  const isStarted = !nothingToDo && !requiresApproval && request.processChanges;
  return {
    tenantId: who.tenantId,
    serviceProviderId: provider.id,
    integration: provider.integration,
    changeType: order.changeType,
    portalType: portalOf(provider.integration),
    status: nothingToDo ? finalStatus(tally) : waiting,
    request: rawRequest,
    order: order as unknown as Prisma.InputJsonObject,
    personal: request.personal ?? null,
    onConflict: request.onConflict,
    ...(request.rollout === undefined
      ? {}
      : { rollout: request.rollout as unknown as Prisma.InputJsonObject }),
    requiresApproval,
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

function revCustomerOf(order: ChangeOrder): string | null {
  return order.changeType === 'customerassignment' && order.rev !== null ? order.customerId : null;
}
