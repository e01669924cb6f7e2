import { recordAudit } from './audit-log.ts';
import type { Author } from './author.ts';
import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

/** Jasper: the services a SIM may use. */
export type CommunicationPlanRow = Prisma.CommunicationPlanGetPayload<object>;

export interface CommunicationPlanValues {
  readonly name: string;
  readonly allowedServices: string[];
}

export interface CommunicationPlanFilter {
  readonly serviceProviderId?: string | undefined;
  readonly retired?: boolean | undefined;
  /** A part of the name. */
  readonly q?: string | undefined;
}

const subject = 'communication_plan';

export async function listCommunicationPlans(
  { prisma }: Database,
  tenantId: string,
  { serviceProviderId, retired, q }: CommunicationPlanFilter,
  page: PageRequest,
): Promise<Page<CommunicationPlanRow>> {
  const rows = await prisma.communicationPlan.findMany({
    where: {
      tenantId,
      ...(serviceProviderId === undefined ? {} : { serviceProviderId }),
      ...(retired === undefined ? {} : { retiredAt: retired ? { not: null } : null }),
      ...(q === undefined || q === '' ? {} : { name: { contains: q, mode: 'insensitive' as const } }),
      ...(page.after === undefined ? {} : { id: { gt: page.after } }),
    },
    orderBy: { id: 'asc' },
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, ({ id }) => id);
}

export function readCommunicationPlan(
  { prisma }: Database,
  tenantId: string,
  id: string,
): Promise<CommunicationPlanRow | null> {
  return prisma.communicationPlan.findUnique({ where: { tenantId_id: { tenantId, id } } });
}

export function createCommunicationPlan(
  { prisma }: Database,
  author: Author,
  values: CommunicationPlanValues & { readonly serviceProviderId: string },
): Promise<CommunicationPlanRow> {
  return prisma.$transaction(async (tx) => {
    const row = await tx.communicationPlan.create({ data: { ...values, tenantId: author.tenantId } });
    const detail = { ...values };
    await recordAudit(tx, author, { action: `${subject}.create`, subject, subjectId: row.id, detail });
    return row;
  });
}

/** A retired one keeps its devices and is refused for new changes. Null when the tenant has none with this id. */
export function updateCommunicationPlan(
  { prisma }: Database,
  author: Author,
  id: string,
  patch: Partial<CommunicationPlanValues> & { readonly retiredAt?: Date | null },
): Promise<CommunicationPlanRow | null> {
  return prisma.$transaction(async (tx) => {
    const where = { tenantId: author.tenantId, id };
    const { count } = await tx.communicationPlan.updateMany({ where, data: patch });
    if (count === 0) return null;
    const { retiredAt, ...values } = patch;
    const detail = { ...values, ...(retiredAt === undefined ? {} : { retired: retiredAt !== null }) };
    await recordAudit(tx, author, { action: `${subject}.update`, subject, subjectId: id, detail });
    return tx.communicationPlan.findUnique({ where: { tenantId_id: where } });
  });
}
