import type { WebhookDeliveryStatus, WebhookDisabledReason } from '../domain/webhook-delivery-status.ts';
import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';

/** Where a message goes and what signs it; the secrets are sealed. */
export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
  readonly formerSecret: string | null;
  readonly formerSecretUntil: Date | null;
}

/** The next delivery of an endpoint, with everything that one try needs. */
export interface DueDelivery extends WebhookTarget {
  readonly id: string;
  readonly attempts: number;
  /** Tells the endpoint of this moment from one that was changed, or replayed to, since. */
  readonly endpointUpdatedAt: Date;
  readonly event: {
    readonly id: string;
    readonly sequence: number;
    readonly type: string;
    readonly data: Prisma.JsonValue;
    readonly createdAt: Date;
  };
}

const targetFields = {
  url: true,
  secret: true,
  formerSecret: true,
  formerSecretUntil: true,
  updatedAt: true,
} as const satisfies Prisma.WebhookEndpointSelect;

/** Null when the tenant has no such endpoint. A disabled one has a target too: it can be tested before it is enabled. */
export function readWebhookTarget(
  { prisma }: Database,
  tenantId: string,
  endpointId: string,
): Promise<WebhookTarget | null> {
  return prisma.webhookEndpoint.findUnique({
    where: { tenantId_id: { tenantId, id: endpointId } },
    select: targetFields,
  });
}

/** The delivery with the lowest sequence that is not settled; null when there is none, or the endpoint is disabled. */
export async function loadDueDelivery(
  { prisma }: Database,
  tenantId: string,
  endpointId: string,
): Promise<DueDelivery | null> {
  const row = await prisma.webhookDelivery.findFirst({
    where: { tenantId, endpointId, status: 'PENDING', endpoint: { enabled: true } },
    orderBy: { sequence: 'asc' },
    select: { id: true, attempts: true, event: true, endpoint: { select: targetFields } },
  });
  if (row === null) return null;
  const { id, type, data, createdAt, sequence } = row.event;
  const { updatedAt: endpointUpdatedAt, ...target } = row.endpoint;
  const event = { id, type, data, createdAt, sequence: Number(sequence) };
  return { id: row.id, attempts: row.attempts, endpointUpdatedAt, ...target, event };
}

/** One try, as it is logged. */
export interface WebhookTry {
  readonly at: Date;
  readonly responseStatus: number | null;
  readonly responseText: string | null;
  readonly error: string | null;
  readonly durationMs: number;
}

/** What follows from a try. */
export interface Verdict {
  readonly status: WebhookDeliveryStatus;
  /** Null unless the delivery is tried again. */
  readonly nextAttemptAt: Date | null;
  /** Null: the endpoint stays enabled. */
  readonly disables: WebhookDisabledReason | null;
}

/**
 * Logs a try and writes what follows from it. Answers `overtaken`, and leaves a failed delivery due at once, when the
 * endpoint was changed, or something replayed, meanwhile: the verdict was over what it was before.
 */
export function recordWebhookTry(
  { prisma }: Database,
  place: { readonly tenantId: string; readonly endpointId: string; readonly delivery: DueDelivery },
  tried: WebhookTry,
  verdict: Verdict,
): Promise<'recorded' | 'overtaken'> {
  const { tenantId, endpointId, delivery } = place;
  return prisma.$transaction(async (tx) => {
    // The endpoint before its deliveries, as everywhere: a removal takes them in this order too.
    const [endpoint] = await tx.$queryRaw<{ updated_at: Date }[]>`
      select updated_at from webhook_endpoints where tenant_id = ${tenantId}::uuid and id = ${endpointId}::uuid
      for no key update`;
    if (endpoint === undefined) return 'overtaken';
    const isNews = endpoint.updated_at.getTime() !== delivery.endpointUpdatedAt.getTime();
    const isOvertaken = isNews && verdict.status !== 'DELIVERED';
    const { count } = await tx.webhookDelivery.updateMany({
      where: { tenantId, id: delivery.id },
      data: {
        ...(isOvertaken ? {} : standing(delivery, verdict)),
        lastAttemptAt: tried.at,
        lastResponseStatus: tried.responseStatus,
        lastError: tried.error,
      },
    });
    if (count === 0) return 'overtaken';
    await tx.webhookAttempt.create({ data: { ...tried, tenantId, deliveryId: delivery.id } });
    if (isOvertaken) return 'overtaken';
    if (verdict.disables !== null) await disable(tx, place, tried, verdict.disables);
    return 'recorded';
  });
}

function standing({ attempts }: DueDelivery, { status, nextAttemptAt }: Verdict) {
  return { status, nextAttemptAt, attempts: attempts + 1 };
}

async function disable(
  tx: Prisma.TransactionClient,
  { tenantId, endpointId, delivery }: Parameters<typeof recordWebhookTry>[1],
  { at, error }: WebhookTry,
  reason: WebhookDisabledReason,
): Promise<void> {
  await tx.webhookEndpoint.update({
    where: { tenantId_id: { tenantId, id: endpointId } },
    data: { enabled: false, disabledReason: reason, disabledAt: at },
  });
  await tx.auditEntry.create({
    data: {
      tenantId,
      actor: 'Millpond',
      action: 'webhook_endpoint.disable',
      subject: 'webhook_endpoint',
      subjectId: endpointId,
      detail: { reason, error, sequence: delivery.event.sequence },
    },
  });
}
