import type { Author } from './author.ts';
import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

export interface AuditedAction {
  /** What was done, e.g. `customer.create`. */
  readonly action: string;
  /** What it was done to, e.g. `customer`. */
  readonly subject: string;
  readonly subjectId: string;
  /** What a reader needs to understand it; never a secret. */
  readonly detail?: Prisma.InputJsonObject;
}

/** Writes who did what, inside the transaction of the write itself, so that neither exists without the other. */
export async function recordAudit(
  tx: Prisma.TransactionClient,
  author: Author,
  { action, subject, subjectId, detail = {} }: AuditedAction,
): Promise<void> {
  const { tenantId, actor, requestId } = author;
  await tx.auditEntry.create({ data: { tenantId, actor, requestId, action, subject, subjectId, detail } });
}

export interface AuditFilter {
  readonly subject?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly actor?: string | undefined;
}

export type AuditRow = Prisma.AuditEntryGetPayload<object>;

/** Newest first. */
export async function listAuditEntries(
  { prisma }: Database,
  tenantId: string,
  filter: AuditFilter,
  page: PageRequest,
): Promise<Page<AuditRow>> {
  const rows = await prisma.auditEntry.findMany({
    where: {
      tenantId,
      ...(filter.subject === undefined ? {} : { subject: filter.subject }),
      ...(filter.subjectId === undefined ? {} : { subjectId: filter.subjectId }),
      ...(filter.actor === undefined ? {} : { actor: filter.actor }),
      ...(page.after === undefined ? {} : { id: { lt: page.after } }),
    },
    orderBy: { id: 'desc' },
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, ({ id }) => id);
}
