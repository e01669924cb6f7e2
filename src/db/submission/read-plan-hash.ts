import type { Database } from '../client.ts';

/** The hash of a change's sealed plan; null when the tenant has no such change. */
export async function readPlanHash(database: Database, tenantId: string, id: string): Promise<string | null> {
  const row = await database.prisma.bulkChange.findUnique({
    where: { tenantId_id: { tenantId, id } },
    select: { planHash: true },
  });
  return row?.planHash ?? null;
}
