import type { Database } from '../../src/db/client.ts';
import type { WebhookEventType } from '../../src/domain/webhook-event-type.ts';

export interface StoredEvent {
  readonly sequence: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An endpoint that is as it was created; returns its id. */
export async function storeEndpoint(
  { prisma }: Database,
  tenantId: string,
  more: { readonly eventTypes?: WebhookEventType[]; readonly url?: string; readonly secret?: string } = {},
): Promise<string> {
  const { id } = await prisma.webhookEndpoint.create({
    data: {
      tenantId,
      url: more.url ?? 'https://receiver.example/',
      secret: more.secret ?? 'sealed',
      eventTypes: more.eventTypes ?? [],
      createdBy: 'test',
    },
  });
  return id;
}

/** The tenant's events in their order. */
export async function eventsOf({ prisma }: Database, tenantId: string): Promise<StoredEvent[]> {
  const rows = await prisma.webhookEvent.findMany({ where: { tenantId }, orderBy: { sequence: 'asc' } });
  return rows.map(({ sequence, type, data }) => ({
    sequence: Number(sequence),
    type,
    data: data as Record<string, unknown>,
  }));
}

/** The row numbers that a `device_change.failed` event names. */
export function rowsOf({ data }: StoredEvent): number[] {
  const devices = data['devices'] as readonly { readonly rowNumber: number }[];
  return devices.map(({ rowNumber }) => rowNumber);
}
