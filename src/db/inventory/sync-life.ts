import { STARTED_BY, type EndedSyncStatus, type InventoryErrorCode } from '../../domain/inventory-sync.ts';
import { recordAudit } from '../audit-log.ts';
import type { Author } from '../author.ts';
import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';

export interface SyncBeginning {
  /** The id of the run's first execution. */
  readonly syncId: string;
  readonly tenantId: string;
  readonly serviceProviderId: string;
  /** A person, or one of STARTED_BY. */
  readonly startedBy: string;
}

const REPLACED: InventoryErrorCode = 'inventory.replaced';

/** Makes the row of a sync, once; false when the tenant has no such provider. See beginSyncIn. */
export function beginSync({ prisma }: Database, beginning: SyncBeginning): Promise<boolean> {
  return prisma.$transaction((tx) => beginSyncIn(tx, beginning));
}

/** As `beginSync`, for a person, of whom the audit log keeps who it was. */
export function beginSyncFor(
  { prisma }: Database,
  author: Author,
  sync: { readonly syncId: string; readonly serviceProviderId: string },
): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    const { tenantId, actor } = author;
    const begun = await beginSyncIn(tx, { ...sync, tenantId, startedBy: actor });
    if (!begun) return false;
    await recordAudit(tx, author, {
      action: 'service_provider.sync',
      subject: 'service_provider',
      subjectId: sync.serviceProviderId,
      detail: { syncId: sync.syncId },
    });
    return true;
  });
}

/**
 * Both the API and the run itself make the row, whoever comes first, so that there is one whatever dies in between; the API
 * alone knows the name. A row that still counts as running although its run is gone ends here.
 */
async function beginSyncIn(
  tx: Prisma.TransactionClient,
  { syncId, tenantId, serviceProviderId, startedBy }: SyncBeginning,
): Promise<boolean> {
  const locked = await tx.$queryRaw<unknown[]>`
    select 1 from service_providers where tenant_id = ${tenantId}::uuid and id = ${serviceProviderId}::uuid
    for no key update`;
  if (locked.length === 0) return false;
  await tx.$executeRaw`
    update inventory_syncs set status = 'CANCELED', finished_at = now(), error_code = ${REPLACED},
      error_message = 'Its run was ended from outside, and a later sync has taken over.'
    where tenant_id = ${tenantId}::uuid and service_provider_id = ${serviceProviderId}::uuid and status = 'RUNNING'
      and not exists (select 1 from inventory_syncs made where made.id = ${syncId}::uuid)`;
  await tx.$executeRaw`
    insert into inventory_syncs as y (id, tenant_id, service_provider_id, started_by)
    values (${syncId}::uuid, ${tenantId}::uuid, ${serviceProviderId}::uuid, ${startedBy})
    on conflict (id) do update set started_by = excluded.started_by where y.started_by = ${STARTED_BY.api}`;
  return true;
}

export interface SyncEnd {
  readonly syncId: string;
  readonly status: EndedSyncStatus;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

/** The counts of a sync. */
export interface SyncCounts {
  readonly pages: number;
  readonly seen: number;
  readonly created: number;
  readonly updated: number;
  readonly drifted: number;
  readonly missing: number;
}

/** Ends a sync, once, and answers with its counts; null when there is none. */
export async function endSync({ prisma }: Database, end: SyncEnd): Promise<SyncCounts | null> {
  await prisma.$executeRaw`
    update inventory_syncs y set status = ${end.status}, finished_at = now(), error_code = ${end.errorCode},
      error_message = ${end.errorMessage},
      missing = case when ${end.status} <> 'COMPLETED' then 0 else (
        select count(*)::int from device_drifts f join devices d on d.tenant_id = f.tenant_id and d.id = f.device_id
        where f.tenant_id = y.tenant_id and f.field = 'presence' and f.resolved_at is null
          and d.service_provider_id = y.service_provider_id and d.archived_at is null) end
    where y.id = ${end.syncId}::uuid and y.status = 'RUNNING'`;
  return prisma.inventorySync.findUnique({
    where: { id: end.syncId },
    select: { pages: true, seen: true, created: true, updated: true, drifted: true, missing: true },
  });
}
