import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

const fields = {
  id: true,
  eventId: true,
  sequence: true,
  status: true,
  attempts: true,
  nextAttemptAt: true,
  lastAttemptAt: true,
  lastResponseStatus: true,
  lastError: true,
  event: { select: { type: true, createdAt: true } },
} as const satisfies Prisma.WebhookDeliverySelect;

export type WebhookDeliveryRow = Prisma.WebhookDeliveryGetPayload<{ select: typeof fields }>;

/** Newest event first; the page's key is the sequence. */
export async function listWebhookDeliveries(
  { prisma }: Database,
  tenantId: string,
  endpointId: string,
  filter: { readonly status?: string | undefined },
  page: PageRequest,
): Promise<Page<WebhookDeliveryRow>> {
  const rows = await prisma.webhookDelivery.findMany({
    where: {
      tenantId,
      endpointId,
      ...(filter.status === undefined ? {} : { status: filter.status }),
      ...(page.after === undefined ? {} : { sequence: { lt: BigInt(page.after) } }),
    },
    orderBy: { sequence: 'desc' },
    take: page.limit + 1,
    select: fields,
  });
  return pageOf(rows, page.limit, ({ sequence }) => String(sequence));
}

const attemptFields = {
  at: true,
  responseStatus: true,
  responseText: true,
  error: true,
  durationMs: true,
} as const satisfies Prisma.WebhookAttemptSelect;

const wholeFields = {
  ...fields,
  event: { select: { type: true, createdAt: true, data: true } },
  attemptLog: { select: attemptFields, orderBy: { id: 'desc' }, take: 100 },
} as const satisfies Prisma.WebhookDeliverySelect;

export type WholeWebhookDeliveryRow = Prisma.WebhookDeliveryGetPayload<{ select: typeof wholeFields }>;

/** With the event and the last hundred tries, newest first. Null when the endpoint has no such delivery. */
export function readWebhookDelivery(
  { prisma }: Database,
  tenantId: string,
  endpointId: string,
  id: string,
): Promise<WholeWebhookDeliveryRow | null> {
  return prisma.webhookDelivery.findFirst({ where: { tenantId, endpointId, id }, select: wholeFields });
}
