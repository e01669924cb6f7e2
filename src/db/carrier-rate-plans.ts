import { recordAudit } from './audit-log.ts';
import type { Author } from './author.ts';
import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

/** What the carrier charges us for. */
export type CarrierRatePlanRow = Prisma.CarrierRatePlanGetPayload<object>;

export interface CarrierRatePlanValues {
  readonly code: string;
  readonly name: string;
  readonly planUuid: string | null;
  readonly ratePlanId: number | null;
  readonly includedMb: number;
  readonly baseRate: number;
  readonly allowedSimTypes: string[];
}

export interface CarrierRatePlanFilter {
  readonly serviceProviderId?: string | undefined;
  readonly retired?: boolean | undefined;
  /** A part of the code or name. */
  readonly q?: string | undefined;
}

const subject = 'carrier_rate_plan';

export async function listCarrierRatePlans(
  { prisma }: Database,
  tenantId: string,
  { serviceProviderId, retired, q }: CarrierRatePlanFilter,
  page: PageRequest,
): Promise<Page<CarrierRatePlanRow>> {
  const rows = await prisma.carrierRatePlan.findMany({
    where: {
      tenantId,
      ...(serviceProviderId === undefined ? {} : { serviceProviderId }),
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

export function readCarrierRatePlan(
  { prisma }: Database,
  tenantId: string,
  id: string,
): Promise<CarrierRatePlanRow | null> {
  return prisma.carrierRatePlan.findUnique({ where: { tenantId_id: { tenantId, id } } });
}

export function createCarrierRatePlan(
  { prisma }: Database,
  author: Author,
  values: CarrierRatePlanValues & { readonly serviceProviderId: string },
): Promise<CarrierRatePlanRow> {
  return prisma.$transaction(async (tx) => {
    const row = await tx.carrierRatePlan.create({ data: { ...values, tenantId: author.tenantId } });
    const detail = { ...values };
    await recordAudit(tx, author, { action: `${subject}.create`, subject, subjectId: row.id, detail });
    return row;
  });
}

/** A retired one keeps its devices and is refused for new changes. Null when the tenant has none with this id. */
export function updateCarrierRatePlan(
  { prisma }: Database,
  author: Author,
  id: string,
  patch: Partial<CarrierRatePlanValues> & { readonly retiredAt?: Date | null },
): Promise<CarrierRatePlanRow | null> {
  return prisma.$transaction(async (tx) => {
    const where = { tenantId: author.tenantId, id };
    const { count } = await tx.carrierRatePlan.updateMany({ where, data: patch });
    if (count === 0) return null;
    const { retiredAt, ...values } = patch;
    const detail = { ...values, ...(retiredAt === undefined ? {} : { retired: retiredAt !== null }) };
    await recordAudit(tx, author, { action: `${subject}.update`, subject, subjectId: id, detail });
    return tx.carrierRatePlan.findUnique({ where: { tenantId_id: where } });
  });
}
