import type { FoundDevice } from '../../domain/found-device.ts';
import type { Prisma } from '../generated/client.ts';
import type { CarrierPlans } from './carrier-plans.ts';
import type { DeviceUpdate } from './compare-device.ts';
import type { SyncTask } from './sync-task.ts';

/**
 * Makes devices of what only the carrier knew, with their rows in device_tenants, and answers how many. One whose status
 * has no word of ours begins in inventory, as an imported one does.
 */
export async function createDevices(
  tx: Prisma.TransactionClient,
  { tenantId, serviceProviderId }: SyncTask,
  plans: CarrierPlans,
  found: readonly FoundDevice[],
): Promise<number> {
  if (found.length === 0) return 0;
  const idOf = (find: CarrierPlans['communicationPlan'], word: string | null) =>
    word === null ? null : (find(word)?.id ?? null);
  const created = await tx.$queryRaw<{ id: string }[]>`
    insert into devices (tenant_id, id, service_provider_id, iccid, status, msisdn, imei, ip_address,
                         carrier_rate_plan_id, communication_plan_id)
    select ${tenantId}::uuid, uuidv7(), ${serviceProviderId}::uuid, iccid, coalesce(status, 'inventory'), msisdn, imei,
           ip_address, carrier_rate_plan_id, communication_plan_id
    from unnest(${found.map(({ iccid }) => iccid)}::text[], ${found.map(({ status }) => status)}::text[],
                ${found.map(({ msisdn }) => msisdn)}::text[], ${found.map(({ imei }) => imei)}::text[],
                ${found.map(({ ipAddress }) => ipAddress)}::text[],
                ${found.map(({ ratePlan }) => idOf((word) => plans.ratePlan(word, null), ratePlan))}::uuid[],
                ${found.map(({ communicationPlan }) => idOf((word) => plans.communicationPlan(word), communicationPlan))}::uuid[])
      as row (iccid, status, msisdn, imei, ip_address, carrier_rate_plan_id, communication_plan_id)
    on conflict (service_provider_id, iccid) do nothing
    returning id`;
  await tx.$executeRaw`
    insert into device_tenants (tenant_id, device_id)
    select ${tenantId}::uuid, id from unnest(${created.map(({ id }) => id)}::uuid[]) as row (id)
    on conflict do nothing`;
  return created.length;
}

/** Takes over what the carrier says; null leaves a field as it is. The three dates follow the status, as after a change. */
export async function updateDevices(
  tx: Prisma.TransactionClient,
  { tenantId }: SyncTask,
  updates: readonly DeviceUpdate[],
): Promise<void> {
  if (updates.length === 0) return;
  const column = <K extends keyof DeviceUpdate>(name: K) => updates.map((update) => update[name]);
  await tx.$executeRaw`
    update devices d set
      status = coalesce(row.status, d.status),
      last_status_change_at = case when row.status <> d.status then now() else d.last_status_change_at end,
      last_activated_at = case when row.status = 'active' and d.status <> 'active'
        then now() else d.last_activated_at end,
      deactivated_at = case when row.status = 'deactivated' and d.status <> 'deactivated'
        then now() else d.deactivated_at end,
      carrier_rate_plan_id = coalesce(row.carrier_rate_plan_id, d.carrier_rate_plan_id),
      communication_plan_id = coalesce(row.communication_plan_id, d.communication_plan_id),
      msisdn = coalesce(row.msisdn, d.msisdn), imei = coalesce(row.imei, d.imei),
      ip_address = coalesce(row.ip_address, d.ip_address), updated_at = now()
    from unnest(${column('deviceId')}::uuid[], ${column('status')}::text[], ${column('carrierRatePlanId')}::uuid[],
                ${column('communicationPlanId')}::uuid[], ${column('msisdn')}::text[], ${column('imei')}::text[],
                ${column('ipAddress')}::text[])
      as row (device_id, status, carrier_rate_plan_id, communication_plan_id, msisdn, imei, ip_address)
    where d.tenant_id = ${tenantId}::uuid and d.id = row.device_id`;
}
