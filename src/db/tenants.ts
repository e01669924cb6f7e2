import type { Database } from './client.ts';

/** The tenant behind a credential. */
export function readTenant(
  { prisma }: Database,
  tenantId: string,
): Promise<{ id: string; name: string } | null> {
  return prisma.tenant.findUnique({ where: { id: tenantId }, select: { id: true, name: true } });
}
