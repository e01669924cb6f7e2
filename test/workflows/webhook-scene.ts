import { createWebhookSecret } from '../../src/platform/webhook-secrets.ts';
import { createWebhookStarter, type EndpointPlace } from '../../src/platform/webhook-starter.ts';
import { webhookEndpointWorkflowId } from '../../src/domain/workflow-id.ts';
import type { WebhookEventType } from '../../src/domain/webhook-event-type.ts';
import { storeEndpoint } from '../db/webhook-scene.ts';
import type { Millpond } from '../support/millpond.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

/** A tenant with a receiver of its own and an endpoint that leads there. */
export interface WebhookScene {
  readonly place: EndpointPlace;
  readonly receiver: WebhookReceiver;
  readonly secret: string;
  /** Has so many events happen: a change is paused and resumed in turn. */
  happen(count: number): Promise<void>;
  /** Has what is due delivered, and waits until nothing is or the endpoint is disabled. */
  deliver(): Promise<void>;
  /** Sequence, status and tries of each delivery. */
  deliveries(): Promise<(readonly [number, string, number])[]>;
  endpoint(): Promise<{ enabled: boolean; disabledReason: string | null }>;
}

export async function setWebhookScene(
  millpond: Millpond,
  more: { readonly eventTypes?: WebhookEventType[]; readonly url?: string } = {},
): Promise<WebhookScene> {
  const { database, encryption, client, taskQueue } = millpond;
  const { prisma } = database;
  const receiver = await startWebhookReceiver();
  const tenantId = (await prisma.tenant.create({ data: { name: `Tenant ${receiver.url}` } })).id;
  const secret = createWebhookSecret();
  const endpointId = await storeEndpoint(database, tenantId, {
    url: receiver.url,
    secret: encryption.encrypt(tenantId, secret),
    ...more,
  });
  const changeId = await storePausable(millpond, tenantId);
  const place = { tenantId, endpointId };
  const starter = createWebhookStarter({ client, taskQueue });
  return {
    place,
    receiver,
    secret,
    happen: async (count) => {
      for (let at = 0; at < count; at += 1) {
        const { status } = await prisma.bulkChange.findUniqueOrThrow({ where: { id: changeId } });
        const next = status === 'PAUSED' ? 'PROCESSING' : 'PAUSED';
        await prisma.bulkChange.update({ where: { id: changeId }, data: { status: next } });
      }
    },
    deliver: async () => {
      await starter.ensure(place);
      await client.workflow.getHandle(webhookEndpointWorkflowId(endpointId)).result();
    },
    deliveries: async () => {
      const rows = await prisma.webhookDelivery.findMany({
        where: { endpointId },
        orderBy: { sequence: 'asc' },
      });
      return rows.map((row) => [Number(row.sequence), row.status, row.attempts] as const);
    },
    endpoint: () =>
      prisma.webhookEndpoint.findUniqueOrThrow({
        where: { id: endpointId },
        select: { enabled: true, disabledReason: true },
      }),
  };
}

/** A change that has begun, so that pausing and resuming it are the only events. */
async function storePausable({ database: { prisma } }: Millpond, tenantId: string): Promise<string> {
  const provider = await prisma.serviceProvider.create({
    data: { tenantId, name: 'Jasper', integration: 'JASPER', baseUrl: 'https://jasper.example' },
  });
  const { id } = await prisma.bulkChange.create({
    data: {
      ...{ tenantId, serviceProviderId: provider.id, integration: 'JASPER', portalType: 'M2M' },
      ...{ changeType: 'statusupdate', status: 'PROCESSING', startedAt: new Date(), request: {}, order: {} },
      ...{ planHash: 'hash', createdBy: 'test' },
    },
  });
  return id;
}
