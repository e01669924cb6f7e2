import type { WebhookDisabledReason } from '../domain/webhook-delivery-status.ts';
import { recordAudit } from './audit-log.ts';
import type { Author } from './author.ts';
import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';
import { beginWebhookSchedulesAnew } from './webhook-schedule.ts';

const publicFields = {
  id: true,
  url: true,
  description: true,
  eventTypes: true,
  enabled: true,
  disabledReason: true,
  disabledAt: true,
  formerSecretUntil: true,
  createdBy: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.WebhookEndpointSelect;

/** An endpoint without its secrets: they leave the database for signing only. */
export type WebhookEndpointRow = Prisma.WebhookEndpointGetPayload<{ select: typeof publicFields }>;

export interface WebhookEndpointValues {
  readonly url: string;
  readonly description: string | null;
  /** Empty: every type. */
  readonly eventTypes: string[];
}

/** Endpoints a tenant may have: each costs a row for every event. */
export const MOST_WEBHOOK_ENDPOINTS = 20;

const subject = 'webhook_endpoint';

export async function listWebhookEndpoints(
  { prisma }: Database,
  tenantId: string,
  page: PageRequest,
): Promise<Page<WebhookEndpointRow>> {
  const rows = await prisma.webhookEndpoint.findMany({
    where: { tenantId, ...(page.after === undefined ? {} : { id: { gt: page.after } }) },
    orderBy: { id: 'asc' },
    take: page.limit + 1,
    select: publicFields,
  });
  return pageOf(rows, page.limit, ({ id }) => id);
}

export function readWebhookEndpoint(
  { prisma }: Database,
  tenantId: string,
  id: string,
): Promise<WebhookEndpointRow | null> {
  return prisma.webhookEndpoint.findUnique({
    where: { tenantId_id: { tenantId, id } },
    select: publicFields,
  });
}

/** Null when the tenant has as many as it may have. `secret` is sealed. */
export function createWebhookEndpoint(
  { prisma }: Database,
  author: Author,
  values: WebhookEndpointValues & { readonly secret: string },
): Promise<WebhookEndpointRow | null> {
  return prisma.$transaction(async (tx) => {
    const { tenantId } = author;
    // Two at a time must not both be the last one.
    await tx.$queryRaw`select 1 from tenants where id = ${tenantId}::uuid for no key update`;
    const present = await tx.webhookEndpoint.count({ where: { tenantId } });
    if (present >= MOST_WEBHOOK_ENDPOINTS) return null;
    const row = await tx.webhookEndpoint.create({
      data: { ...values, tenantId, createdBy: author.actor },
      select: publicFields,
    });
    const detail = { url: row.url, eventTypes: row.eventTypes };
    await recordAudit(tx, author, { action: `${subject}.create`, subject, subjectId: row.id, detail });
    return row;
  });
}

export interface WebhookEndpointPatch extends Partial<WebhookEndpointValues> {
  readonly enabled?: boolean;
}

/**
 * Null when the tenant has no such endpoint. What is due begins its schedule anew, since the reason why it failed may be
 * gone.
 */
export function updateWebhookEndpoint(
  { prisma }: Database,
  author: Author,
  id: string,
  patch: WebhookEndpointPatch,
  now: Date,
): Promise<WebhookEndpointRow | null> {
  return prisma.$transaction(async (tx) => {
    const where = { tenantId: author.tenantId, id };
    const { enabled, ...values } = patch;
    const data = { ...values, ...standing(enabled, now) };
    const { count } = await tx.webhookEndpoint.updateMany({ where, data });
    if (count === 0) return null;
    await beginWebhookSchedulesAnew(tx, author.tenantId, id);
    const detail: Prisma.InputJsonObject = { ...patch };
    await recordAudit(tx, author, { action: `${subject}.update`, subject, subjectId: id, detail });
    return tx.webhookEndpoint.findUnique({ where: { tenantId_id: where }, select: publicFields });
  });
}

function standing(enabled: boolean | undefined, now: Date): Prisma.WebhookEndpointUpdateManyMutationInput {
  if (enabled === undefined) return {};
  if (enabled) return { enabled, disabledReason: null, disabledAt: null };
  return { enabled, disabledReason: 'request' satisfies WebhookDisabledReason, disabledAt: now };
}

/** Replaces the secret; the present one signs too until `formerUntil`. Null when the tenant has no such endpoint. */
export function rotateWebhookSecret(
  { prisma }: Database,
  author: Author,
  id: string,
  sealed: { readonly secret: string; readonly formerUntil: Date },
): Promise<WebhookEndpointRow | null> {
  return prisma.$transaction(async (tx) => {
    const { tenantId } = author;
    const count = await tx.$executeRaw`
      update webhook_endpoints set secret = ${sealed.secret}, former_secret = secret,
        former_secret_until = ${sealed.formerUntil}, updated_at = now()
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
    if (count === 0) return null;
    await recordAudit(tx, author, { action: `${subject}.rotate_secret`, subject, subjectId: id });
    return tx.webhookEndpoint.findUnique({ where: { tenantId_id: { tenantId, id } }, select: publicFields });
  });
}

/** With its deliveries and their log. False when the tenant has no such endpoint. */
export function deleteWebhookEndpoint({ prisma }: Database, author: Author, id: string): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    const { count } = await tx.webhookEndpoint.deleteMany({ where: { tenantId: author.tenantId, id } });
    if (count === 0) return false;
    await recordAudit(tx, author, { action: `${subject}.delete`, subject, subjectId: id });
    return true;
  });
}
