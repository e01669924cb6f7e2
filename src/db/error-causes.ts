import type { Database } from './client.ts';

export interface ErrorCauseRow {
  readonly errorClass: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly count: number;
}

/** Messages that name a device make a cause of their own each; the largest ones are what an operator needs. */
const MAX_CAUSES = 1_000;

/** Why devices of a change failed or are unknown, the most frequent cause first. */
export async function listErrorCauses(
  { prisma }: Database,
  tenantId: string,
  bulkChangeId: string,
): Promise<ErrorCauseRow[]> {
  const groups = await prisma.deviceChange.groupBy({
    by: ['errorClass', 'errorCode', 'errorMessage'],
    where: { tenantId, bulkChangeId, OR: [{ status: 'ERROR' }, { status: 'UNKNOWN' }] },
    _count: { _all: true },
    orderBy: [{ _count: { id: 'desc' } }, { errorCode: 'asc' }, { errorMessage: 'asc' }],
    take: MAX_CAUSES,
  });
  return groups.map(({ _count, ...cause }) => ({ ...cause, count: _count._all }));
}
