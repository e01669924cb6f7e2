import type { StartFacts, StartRequests } from '../platform/bulk-change-starter.ts';
import type { Database } from './client.ts';

export interface StartRequest {
  readonly tenantId: string;
  readonly bulkChangeId: string;
}

const PAGE = 100;

/**
 * The outbox: changes whose run was wanted before `olderThan` and that Temporal has not confirmed. The wish is stored
 * in the transaction that stores the change, so that a process that dies before the start loses nothing.
 */
export async function findStartRequests(database: Database, olderThan: Date): Promise<StartRequest[]> {
  const rows = await database.prisma.bulkChange.findMany({
    where: { startRequestedAt: { lt: olderThan } },
    orderBy: { startRequestedAt: 'asc' },
    take: PAGE,
    select: { id: true, tenantId: true },
  });
  return rows.map((row) => ({ tenantId: row.tenantId, bulkChangeId: row.id }));
}

export function createStartRequests(database: Database): StartRequests {
  return {
    read: (tenantId, bulkChangeId) => readStartFacts(database, tenantId, bulkChangeId),
    // A newer wish (a retry that came in meanwhile) stays.
    confirm: async (bulkChangeId, requestedAt, runId) => {
      await database.prisma.bulkChange.updateMany({
        where: { id: bulkChangeId, startRequestedAt: requestedAt },
        data: { startRequestedAt: null, workflowRunId: runId },
      });
    },
  };
}

async function readStartFacts(
  database: Database,
  tenantId: string,
  bulkChangeId: string,
): Promise<StartFacts | null> {
  const row = await database.prisma.bulkChange.findUnique({
    where: { tenantId_id: { tenantId, id: bulkChangeId } },
    include: { serviceProvider: { select: { name: true } } },
  });
  return row === null ? null : { ...row, serviceProvider: row.serviceProvider.name };
}
