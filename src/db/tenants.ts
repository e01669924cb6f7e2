import type { Database } from './client.ts';
import { constraintOf } from './database-error.ts';

/** The tenant behind a credential. */
export function readTenant(
  { prisma }: Database,
  tenantId: string,
): Promise<{ id: string; name: string } | null> {
  return prisma.tenant.findUnique({ where: { id: tenantId }, select: { id: true, name: true } });
}

export interface NewTenant {
  readonly name: string;
  /** Of the administrator's first token. */
  readonly tokenSha256: Uint8Array<ArrayBuffer>;
  readonly hint: string;
}

/** Stores a tenant with its first token, an administrator's. Null when the name is taken. */
export async function createTenant({ prisma }: Database, tenant: NewTenant): Promise<string | null> {
  const { name, tokenSha256, hint } = tenant;
  const createdBy = 'installation';
  try {
    const row = await prisma.tenant.create({
      data: {
        name,
        apiTokens: { create: { name: 'first administrator', role: 'admin', tokenSha256, hint, createdBy } },
        auditEntries: { create: { actor: createdBy, action: 'tenant.create', subject: 'tenant' } },
      },
      select: { id: true },
    });
    return row.id;
  } catch (error) {
    if (constraintOf(error) === 'tenants_name_key') return null;
    throw error;
  }
}
