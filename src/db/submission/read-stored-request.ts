import type { BulkChangeStatus } from '../../domain/bulk-change-status.ts';
import type { Rollout } from '../../domain/rollout.ts';
import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';

/** What is kept of the request of a change. */
export interface StoredRequest {
  readonly tenantId: string;
  readonly serviceProviderId: string;
  readonly status: BulkChangeStatus;
  /** As it was sent, without devices and personal fields. */
  readonly request: Prisma.InputJsonObject;
  /** Encrypted under the tenant's key; null when there is none. */
  readonly personal: string | null;
  readonly onConflict: 'queue' | 'reject';
  readonly rollout: Rollout | null;
  /** The change takes this one back: it has no request of its own. */
  readonly undoOf: string | null;
}

/** Null: the tenant has no such change. */
export async function readStoredRequest(
  { prisma }: Database,
  tenantId: string,
  id: string,
): Promise<StoredRequest | null> {
  const row = await prisma.bulkChange.findUnique({
    where: { tenantId_id: { tenantId, id } },
    select: {
      serviceProviderId: true,
      status: true,
      request: true,
      personal: true,
      onConflict: true,
      rollout: true,
      undoOf: true,
    },
  });
  if (row === null) return null;
  return {
    ...row,
    tenantId,
    status: row.status as BulkChangeStatus,
    request: row.request as Prisma.InputJsonObject,
    onConflict: row.onConflict === 'reject' ? 'reject' : 'queue',
    rollout: row.rollout as unknown as Rollout | null,
  };
}
