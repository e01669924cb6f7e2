import type { Prisma } from '../generated/client.ts';
import type { SyncTask } from './sync-task.ts';

/** Notes that this sync has seen the devices, and answers how many it had not seen before. */
export async function noteSeen(
  tx: Prisma.TransactionClient,
  { tenantId, serviceProviderId, syncId }: SyncTask,
  iccids: readonly string[],
): Promise<number> {
  return tx.$executeRaw`
    insert into device_sightings as s (tenant_id, device_id, sync_id)
    select d.tenant_id, d.id, ${syncId}::uuid from devices d
    where d.tenant_id = ${tenantId}::uuid and d.service_provider_id = ${serviceProviderId}::uuid
      and d.iccid = any(${iccids}::text[])
    order by d.id
    on conflict (tenant_id, device_id) do update set sync_id = excluded.sync_id, seen_at = now()
      where s.sync_id <> excluded.sync_id`;
}
