import type { Database } from '../db/client.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import type { ChangeType } from '../domain/change-type.ts';
import { INTEGRATIONS, isSupportedIntegration, type SupportedIntegration } from '../domain/integration.ts';
import { createMemory } from '../platform/memory.ts';

export interface KnownChange {
  readonly tenantId: string;
  readonly serviceProviderId: string;
  readonly integration: SupportedIntegration;
  readonly changeType: ChangeType;
  readonly order: ChangeOrder;
}

/** The orders of changes, kept in memory: an order is sealed, so it never goes stale. */
export interface OrderDirectory {
  find(bulkChangeId: string): Promise<KnownChange>;
}

export function createOrderDirectory(database: Database): OrderDirectory {
  const known = createMemory<KnownChange>(500);
  return { find: (bulkChangeId) => known.get(bulkChangeId, () => load(database, bulkChangeId)) };
}

async function load(database: Database, bulkChangeId: string): Promise<KnownChange> {
  const row = await database.prisma.bulkChange.findUniqueOrThrow({
    where: { id: bulkChangeId },
    select: { tenantId: true, serviceProviderId: true, integration: true, order: true },
  });
  const integration = INTEGRATIONS.find((each) => each === row.integration);
  if (integration === undefined || !isSupportedIntegration(integration)) {
    throw new Error(`Bulk change ${bulkChangeId} is for the unsupported integration ${row.integration}.`);
  }
  // Written by resolveOrder and by nothing else.
  const order = row.order as unknown as ChangeOrder;
  const { tenantId, serviceProviderId } = row;
  return { tenantId, serviceProviderId, integration, changeType: order.changeType, order };
}
