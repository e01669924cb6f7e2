import { recordAudit } from './audit-log.ts';
import type { Author } from './author.ts';
import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

/** What the tenant charges its customer; nothing of it exists at the carrier. */
export type CustomerRatePlanRow = Prisma.CustomerRatePlanGetPayload<object>;

export interface CustomerRatePlanValues {
  readonly code: string;
  readonly name: string;
  readonly includedMb: number;
  readonly baseRate: number;
}

export interface CustomerRatePlanFilter {
  readonly retired?: boolean | undefined;
  /** A part of the code or name. */
  readonly q?: string | undefined;
}

const subject = 'customer_rate_plan';

export async function listCustomerRatePlans(
  { prisma }: Database,
  tenantId: string,
  { retired, q }: CustomerRatePlanFilter,
  page: PageRequest,
): Promise<Page<CustomerRatePlanRow>> {
  const rows = await prisma.customerRatePlan.findMany({
    where: {
      tenantId,
      ...(retired === undefined ? {} : { retiredAt: retired ? { not: null } : null }),
      ...(q === undefined || q === ''
        ? {}
        : {
            OR: [
              { code: { contains: q, mode: 'insensitive' as const } },
              { name: { contains: q, mode: 'insensitive' as const } },
            ],
          }),
      ...(page.after === undefined ? {} : { id: { gt: page.after } }),
    },
    orderBy: { id: 'asc' },
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, ({ id }) => id);
}

export function readCustomerRatePlan(
  { prisma }: Database,
  tenantId: string,
  id: string,
): Promise<CustomerRatePlanRow | null> {
  return prisma.customerRatePlan.findUnique({ where: { tenantId_id: { tenantId, id } } });
}

export function createCustomerRatePlan(
  { prisma }: Database,
  author: Author,
  values: CustomerRatePlanValues,
): Promise<CustomerRatePlanRow> {
  return prisma.$transaction(async (tx) => {
    const row = await tx.customerRatePlan.create({ data: { ...values, tenantId: author.tenantId } });
    const detail = { ...values };
    await recordAudit(tx, author, { action: `${subject}.create`, subject, subjectId: row.id, detail });
    return row;
  });
}

/** A retired one keeps its devices and is refused for new changes. Null when the tenant has none with this id. */
export function updateCustomerRatePlan(
  { prisma }: Database,
  author: Author,
  id: string,
  patch: Partial<CustomerRatePlanValues> & { readonly retiredAt?: Date | null },
): Promise<CustomerRatePlanRow | null> {
  return prisma.$transaction(async (tx) => {
    const where = { tenantId: author.tenantId, id };
    const { count } = await tx.customerRatePlan.updateMany({ where, data: patch });
    if (count === 0) return null;
    const { retiredAt, ...values } = patch;
    const detail = { ...values, ...(retiredAt === undefined ? {} : { retired: retiredAt !== null }) };
    await recordAudit(tx, author, { action: `${subject}.update`, subject, subjectId: id, detail });
    return tx.customerRatePlan.findUnique({ where: { tenantId_id: where } });
  });
}
