import type { Database } from '../db/client.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import type { ChangeType } from '../domain/change-type.ts';
import { INTEGRATIONS, type Integration } from '../domain/integration.ts';
import type { Encryption } from '../platform/encryption.ts';
import { createMemory } from '../platform/memory.ts';

export interface KnownChange {
  readonly tenantId: string;
  readonly serviceProviderId: string;
  readonly integration: Integration;
  readonly changeType: ChangeType;
  readonly order: ChangeOrder;
  /** Personal, so it is never part of a payload or a log: read where the carrier is called, and nowhere else. */
  readonly placeOfUse: PlaceOfUse | null;
}

/** As the request gave it; the carriers' clients know its fields. */
export interface PlaceOfUse {
  readonly customerName: { readonly firstName: string; readonly lastName: string };
}

/** The orders of changes, kept in memory: an order is sealed, so it never goes stale. */
export interface OrderDirectory {
  find(bulkChangeId: string): Promise<KnownChange>;
}

export interface OrderDirectoryDeps {
  readonly database: Database;
  readonly encryption: Encryption;
}

export function createOrderDirectory(deps: OrderDirectoryDeps): OrderDirectory {
  const known = createMemory<KnownChange>(500);
  return { find: (bulkChangeId) => known.get(bulkChangeId, () => load(deps, bulkChangeId)) };
}

async function load(
  { database, encryption }: OrderDirectoryDeps,
  bulkChangeId: string,
): Promise<KnownChange> {
  const row = await database.prisma.bulkChange.findUniqueOrThrow({
    where: { id: bulkChangeId },
    select: { tenantId: true, serviceProviderId: true, integration: true, order: true, personal: true },
  });
  const integration = INTEGRATIONS.find((each) => each === row.integration);
  if (integration === undefined) {
    throw new Error(`Bulk change ${bulkChangeId} is for the unsupported integration ${row.integration}.`);
  }
  // Written by resolveOrder and by nothing else.
  const order = row.order as unknown as ChangeOrder;
  const { tenantId, serviceProviderId } = row;
  const placeOfUse = row.personal === null ? null : placeOfUseIn(encryption.decrypt(tenantId, row.personal));
  return { tenantId, serviceProviderId, integration, changeType: order.changeType, order, placeOfUse };
}

/** Written by the submission and by nothing else. */
function placeOfUseIn(personal: string): PlaceOfUse {
  return (JSON.parse(personal) as { readonly primaryPlaceOfUse: PlaceOfUse }).primaryPlaceOfUse;
}
