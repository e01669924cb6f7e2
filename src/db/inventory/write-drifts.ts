import type { DriftField } from '../../domain/drift.ts';
import type { Prisma } from '../generated/client.ts';
import type { FoundDrift } from './compare-device.ts';
import type { SyncTask } from './sync-task.ts';

/**
 * Writes drifts with what was last done to each device from here, and answers how many are new. Of a device and field one
 * is open at most: it keeps what was believed first, and learns what was found last.
 */
export async function recordDrifts(
  tx: Prisma.TransactionClient,
  { tenantId, syncId }: SyncTask,
  drifts: readonly FoundDrift[],
): Promise<number> {
  if (drifts.length === 0) return 0;
  const column = <K extends keyof FoundDrift>(name: K) => drifts.map((drift) => drift[name]);
  const rows = await tx.$queryRaw<{ is_new: boolean }[]>`
    insert into device_drifts as f (tenant_id, device_id, sync_id, field, believed, found, last_device_change_id,
                                    last_bulk_change_id)
    select ${tenantId}::uuid, row.device_id, ${syncId}::uuid, row.field, row.believed, row.found, last.id,
           last.bulk_change_id
    from unnest(${column('deviceId')}::uuid[], ${column('field')}::text[], ${column('believed')}::text[],
                ${column('found')}::text[]) as row (device_id, field, believed, found)
    left join lateral (
      select c.id, c.bulk_change_id from device_changes c
      where c.tenant_id = ${tenantId}::uuid and c.device_id = row.device_id and c.status = 'PROCESSED'
      order by c.finished_at desc, c.id desc limit 1
    ) last on true
    on conflict (device_id, field) where resolved_at is null do update set found = excluded.found
    returning (xmax = 0) as is_new`;
  return rows.filter((row) => row.is_new).length;
}

/** Closes open drifts that are none any more. */
export async function resolveDrifts(
  tx: Prisma.TransactionClient,
  { tenantId }: SyncTask,
  resolved: readonly { readonly deviceId: string; readonly field: DriftField }[],
): Promise<void> {
  if (resolved.length === 0) return;
  await tx.$executeRaw`
    update device_drifts f set resolved_at = now(), resolved_by = 'sync'
    from unnest(${resolved.map(({ deviceId }) => deviceId)}::uuid[], ${resolved.map(({ field }) => field)}::text[])
      as row (device_id, field)
    where f.tenant_id = ${tenantId}::uuid and f.device_id = row.device_id and f.field = row.field
      and f.resolved_at is null`;
}
