import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';

const fields = {
  rowNumber: true,
  sourceRow: true,
  identifierType: true,
  errorCode: true,
  errorMessage: true,
} as const satisfies Prisma.DeviceChangeSelect;

export interface RefusedRows {
  /** In the order of the request; at most `limit`. */
  readonly rows: readonly Prisma.DeviceChangeGetPayload<{ select: typeof fields }>[];
  readonly total: number;
}

/** The rows of a change that were refused when it was submitted; those that have failed since are none of them. */
export async function listRefusedRows(
  { prisma }: Database,
  tenantId: string,
  bulkChangeId: string,
  limit: number,
): Promise<RefusedRows> {
  const where = { tenantId, bulkChangeId, status: 'ERROR', attempts: 0, startedAt: null };
  const rows = await prisma.deviceChange.findMany({
    where,
    orderBy: { rowNumber: 'asc' },
    take: limit,
    select: fields,
  });
  const total = rows.length < limit ? rows.length : await prisma.deviceChange.count({ where });
  return { rows, total };
}
