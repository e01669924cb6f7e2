import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { pageOf, type Page, type PageRequest } from '../page.ts';

export type InventorySyncRow = Prisma.InventorySyncGetPayload<object>;

/** Newest first. */
export async function listInventorySyncs(
  { prisma }: Database,
  tenantId: string,
  serviceProviderId: string,
  page: PageRequest,
): Promise<Page<InventorySyncRow>> {
  const rows = await prisma.inventorySync.findMany({
    where: { tenantId, serviceProviderId, ...(page.after === undefined ? {} : behind(page.after)) },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, ({ startedAt, id }) => `${startedAt.toISOString()} ${id}`);
}

/** The key of a row is its date and id, since the ids of runs do not grow with time. */
function behind(key: string): Prisma.InventorySyncWhereInput {
  const [date = '', id = ''] = key.split(' ');
  const startedAt = new Date(date);
  return { OR: [{ startedAt: { lt: startedAt } }, { startedAt, id: { lt: id } }] };
}

export function readInventorySync(
  { prisma }: Database,
  tenantId: string,
  serviceProviderId: string,
  id: string,
): Promise<InventorySyncRow | null> {
  return prisma.inventorySync.findFirst({ where: { tenantId, serviceProviderId, id } });
}

/** The one that runs now; null when none does. */
export function findRunningSync(
  { prisma }: Database,
  tenantId: string,
  serviceProviderId: string,
): Promise<InventorySyncRow | null> {
  return prisma.inventorySync.findFirst({ where: { tenantId, serviceProviderId, status: 'RUNNING' } });
}
