import { recordAudit } from './audit-log.ts';
import type { Author } from './author.ts';
import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

export type CustomerRow = Prisma.CustomerGetPayload<object>;

export interface CustomerValues {
  readonly name: string;
  /** Null: a customer without a billing system. */
  readonly revCustomerId: string | null;
  readonly accountNumber: string | null;
  readonly active: boolean;
}

export interface CustomerFilter {
  readonly active?: boolean | undefined;
  /** A part of the name, or exactly the Rev customer id. */
  readonly q?: string | undefined;
}

const subject = 'customer';

export async function listCustomers(
  { prisma }: Database,
  tenantId: string,
  { active, q }: CustomerFilter,
  page: PageRequest,
): Promise<Page<CustomerRow>> {
  const matches = [{ name: { contains: q ?? '', mode: 'insensitive' as const } }, { revCustomerId: q ?? '' }];
  const rows = await prisma.customer.findMany({
    where: {
      tenantId,
      ...(active === undefined ? {} : { active }),
      ...(q === undefined || q === '' ? {} : { OR: matches }),
      ...(page.after === undefined ? {} : { id: { gt: page.after } }),
    },
    orderBy: { id: 'asc' },
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, ({ id }) => id);
}

export function readCustomer(
  { prisma }: Database,
  tenantId: string,
  id: string,
): Promise<CustomerRow | null> {
  return prisma.customer.findUnique({ where: { tenantId_id: { tenantId, id } } });
}

export function createCustomer(
  { prisma }: Database,
  author: Author,
  values: CustomerValues,
): Promise<CustomerRow> {
  return prisma.$transaction(async (tx) => {
    const row = await tx.customer.create({ data: { ...values, tenantId: author.tenantId } });
    await recordAudit(tx, author, {
      action: `${subject}.create`,
      subject,
      subjectId: row.id,
      detail: { ...values },
    });
    return row;
  });
}

/** Null when the tenant has no such customer. */
export function updateCustomer(
  { prisma }: Database,
  author: Author,
  id: string,
  patch: Partial<CustomerValues>,
): Promise<CustomerRow | null> {
  return prisma.$transaction(async (tx) => {
    const where = { tenantId: author.tenantId, id };
    const { count } = await tx.customer.updateMany({ where, data: patch });
    if (count === 0) return null;
    await recordAudit(tx, author, {
      action: `${subject}.update`,
      subject,
      subjectId: id,
      detail: { ...patch },
    });
    return tx.customer.findUnique({ where: { tenantId_id: where } });
  });
}
