import { recordAudit } from './audit-log.ts';
import type { Author } from './author.ts';
import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

/** An allowance that several devices share. */
export type CustomerRatePoolRow = Prisma.CustomerRatePoolGetPayload<object>;

export interface CustomerRatePoolValues {
  readonly name: string;
  readonly includedMb: number;
}

export interface CustomerRatePoolFilter {
  readonly retired?: boolean | undefined;
  /** A part of the name. */
  readonly q?: string | undefined;
}

const subject = 'customer_rate_pool';

export async function listCustomerRatePools(
  { prisma }: Database,
  tenantId: string,
  { retired, q }: CustomerRatePoolFilter,
  page: PageRequest,
): Promise<Page<CustomerRatePoolRow>> {
  const rows = await prisma.customerRatePool.findMany({
    where: {
      tenantId,
      ...(retired === undefined ? {} : { retiredAt: retired ? { not: null } : null }),
      ...(q === undefined || q === '' ? {} : { name: { contains: q, mode: 'insensitive' as const } }),
      ...(page.after === undefined ? {} : { id: { gt: page.after } }),
    },
    orderBy: { id: 'asc' },
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, ({ id }) => id);
}

export function readCustomerRatePool(
  { prisma }: Database,
  tenantId: string,
  id: string,
): Promise<CustomerRatePoolRow | null> {
  return prisma.customerRatePool.findUnique({ where: { tenantId_id: { tenantId, id } } });
}

export function createCustomerRatePool(
  { prisma }: Database,
  author: Author,
  values: CustomerRatePoolValues,
): Promise<CustomerRatePoolRow> {
  return prisma.$transaction(async (tx) => {
    const row = await tx.customerRatePool.create({ data: { ...values, tenantId: author.tenantId } });
    const detail = { ...values };
    await recordAudit(tx, author, { action: `${subject}.create`, subject, subjectId: row.id, detail });
    return row;
  });
}

/** A retired one keeps its devices and is refused for new changes. Null when the tenant has none with this id. */
export function updateCustomerRatePool(
  { prisma }: Database,
  author: Author,
  id: string,
  patch: Partial<CustomerRatePoolValues> & { readonly retiredAt?: Date | null },
): Promise<CustomerRatePoolRow | null> {
  return prisma.$transaction(async (tx) => {
    const where = { tenantId: author.tenantId, id };
    const { count } = await tx.customerRatePool.updateMany({ where, data: patch });
    if (count === 0) return null;
    const { retiredAt, ...values } = patch;
    const detail = { ...values, ...(retiredAt === undefined ? {} : { retired: retiredAt !== null }) };
    await recordAudit(tx, author, { action: `${subject}.update`, subject, subjectId: id, detail });
    return tx.customerRatePool.findUnique({ where: { tenantId_id: where } });
  });
}
