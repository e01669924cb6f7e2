import { recordAudit } from './audit-log.ts';
import type { Author } from './author.ts';
import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

export type SiteRow = Prisma.SiteGetPayload<object>;

export interface SiteValues {
  readonly name: string;
  readonly active: boolean;
}

/** A site is named together with its customer, so that one of another customer is as good as missing. */
export interface SiteKey {
  readonly customerId: string;
  readonly id: string;
}

const subject = 'site';

export async function listSites(
  { prisma }: Database,
  tenantId: string,
  customerId: string,
  page: PageRequest,
): Promise<Page<SiteRow>> {
  const rows = await prisma.site.findMany({
    where: { tenantId, customerId, ...(page.after === undefined ? {} : { id: { gt: page.after } }) },
    orderBy: { id: 'asc' },
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, ({ id }) => id);
}

export function readSite({ prisma }: Database, tenantId: string, key: SiteKey): Promise<SiteRow | null> {
  return prisma.site.findFirst({ where: { tenantId, ...key } });
}

export function createSite(
  { prisma }: Database,
  author: Author,
  customerId: string,
  values: SiteValues,
): Promise<SiteRow> {
  return prisma.$transaction(async (tx) => {
    const row = await tx.site.create({ data: { ...values, customerId, tenantId: author.tenantId } });
    await recordAudit(tx, author, {
      action: `${subject}.create`,
      subject,
      subjectId: row.id,
      detail: { ...values, customerId },
    });
    return row;
  });
}

/** Null when the tenant's customer has no such site. */
export function updateSite(
  { prisma }: Database,
  author: Author,
  key: SiteKey,
  patch: Partial<SiteValues>,
): Promise<SiteRow | null> {
  return prisma.$transaction(async (tx) => {
    const where = { tenantId: author.tenantId, ...key };
    const { count } = await tx.site.updateMany({ where, data: patch });
    if (count === 0) return null;
    const detail = { ...patch };
    await recordAudit(tx, author, { action: `${subject}.update`, subject, subjectId: key.id, detail });
    return tx.site.findFirst({ where });
  });
}
