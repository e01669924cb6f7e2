import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

const fields = {
  id: true,
  deviceChangeId: true,
  description: true,
  processedBy: true,
  requestText: true,
  responseText: true,
  responseStatus: true,
  hasErrors: true,
  errorText: true,
  durationMs: true,
  attempt: true,
  createdAt: true,
} as const satisfies Prisma.LogEntrySelect;

export type LogEntryRow = Prisma.LogEntryGetPayload<{ select: typeof fields }>;

/** The log of a change, or of one of its devices, in the order in which it was written. */
export async function listLogEntries(
  { prisma }: Database,
  tenantId: string,
  {
    bulkChangeId,
    deviceChangeId,
  }: { readonly bulkChangeId: string; readonly deviceChangeId?: string | undefined },
  page: PageRequest,
): Promise<Page<LogEntryRow>> {
  const rows = await prisma.logEntry.findMany({
    where: {
      tenantId,
      bulkChangeId,
      ...(deviceChangeId === undefined ? {} : { deviceChangeId }),
      ...(page.after === undefined ? {} : { id: { gt: page.after } }),
    },
    orderBy: { id: 'asc' },
    take: page.limit + 1,
    select: fields,
  });
  return pageOf(rows, page.limit, ({ id }) => id);
}
