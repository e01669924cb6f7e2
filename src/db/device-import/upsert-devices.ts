import type { Prisma } from '../generated/client.ts';
import type { DeviceImportRow } from './device-import-row.ts';

/** A line whose names have become ids of the tenant's own. */
export interface ResolvedRow extends DeviceImportRow {
  readonly carrierRatePlanId: string | null;
  readonly communicationPlanId: string | null;
}

export interface UpsertCounts {
  readonly created: number;
  readonly updated: number;
}

/**
 * Creates or updates the devices of a page in two statements, and gives each its row in device_tenants. Where a line says
 * nothing the stored value stays. No ICCID may stand twice in `rows` for one provider: one statement cannot touch a row
 * twice. `xmax = 0` tells a created row from an updated one.
 */
export async function upsertDevices(
  tx: Prisma.TransactionClient,
  tenantId: string,
  rows: readonly ResolvedRow[],
): Promise<UpsertCounts> {
  const column = <K extends keyof ResolvedRow>(name: K) => rows.map((row) => row[name]);
  const touched = await tx.$queryRaw<
    { id: string; iccid: string; service_provider_id: string; created: boolean }[]
  >`
    insert into devices as d (tenant_id, id, service_provider_id, iccid, msisdn, imei, eid, status, sim_type,
                              usage_mb, carrier_rate_plan_id, communication_plan_id)
    select ${tenantId}::uuid, uuidv7(), service_provider_id, iccid, msisdn, imei, eid, coalesce(status, 'inventory'),
           sim_type, coalesce(usage_mb, 0), carrier_rate_plan_id, communication_plan_id
    from unnest(${column('serviceProviderId')}::uuid[], ${column('iccid')}::text[], ${column('msisdn')}::text[],
                ${column('imei')}::text[], ${column('eid')}::text[], ${column('status')}::text[],
                ${column('simType')}::text[], ${column('usageMb')}::numeric[],
                ${column('carrierRatePlanId')}::uuid[], ${column('communicationPlanId')}::uuid[])
      as row (service_provider_id, iccid, msisdn, imei, eid, status, sim_type, usage_mb, carrier_rate_plan_id,
              communication_plan_id)
    on conflict (service_provider_id, iccid) do update
      set msisdn = coalesce(excluded.msisdn, d.msisdn), imei = coalesce(excluded.imei, d.imei),
          eid = coalesce(excluded.eid, d.eid), sim_type = coalesce(excluded.sim_type, d.sim_type),
          carrier_rate_plan_id = coalesce(excluded.carrier_rate_plan_id, d.carrier_rate_plan_id),
          communication_plan_id = coalesce(excluded.communication_plan_id, d.communication_plan_id),
          updated_at = now()
      where d.tenant_id = excluded.tenant_id
    returning d.id, d.iccid, d.service_provider_id, (xmax = 0) as created`;
  await updateGivenValues(tx, tenantId, rows);
  await upsertOwners(tx, tenantId, rows);
  const created = touched.filter((row) => row.created).length;
  return { created, updated: touched.length - created };
}

/** Status and usage have defaults on insert, so "not given" must be told apart from the default here. */
async function updateGivenValues(
  tx: Prisma.TransactionClient,
  tenantId: string,
  rows: readonly ResolvedRow[],
): Promise<void> {
  const given = rows.filter(({ status, usageMb }) => status !== null || usageMb !== null);
  if (given.length === 0) return;
  await tx.$executeRaw`
    update devices d
    set status = coalesce(row.status, d.status), usage_mb = coalesce(row.usage_mb, d.usage_mb),
        last_status_change_at = case when row.status <> d.status then now() else d.last_status_change_at end
    from unnest(${given.map((row) => row.serviceProviderId)}::uuid[], ${given.map((row) => row.iccid)}::text[],
                ${given.map((row) => row.status)}::text[], ${given.map((row) => row.usageMb)}::numeric[])
      as row (service_provider_id, iccid, status, usage_mb)
    where d.tenant_id = ${tenantId}::uuid and d.service_provider_id = row.service_provider_id and d.iccid = row.iccid
      and (row.status is distinct from d.status or row.usage_mb is distinct from d.usage_mb)`;
}

async function upsertOwners(
  tx: Prisma.TransactionClient,
  tenantId: string,
  rows: readonly ResolvedRow[],
): Promise<void> {
  await tx.$executeRaw`
    insert into device_tenants as t (tenant_id, device_id, customer_id, site_id)
    select d.tenant_id, d.id, row.customer_id, row.site_id
    from unnest(${rows.map((row) => row.serviceProviderId)}::uuid[], ${rows.map((row) => row.iccid)}::text[],
                ${rows.map((row) => row.customerId)}::uuid[], ${rows.map((row) => row.siteId)}::uuid[])
      as row (service_provider_id, iccid, customer_id, site_id)
    join devices d on d.service_provider_id = row.service_provider_id and d.iccid = row.iccid
      and d.tenant_id = ${tenantId}::uuid
    on conflict (tenant_id, device_id) do update
      set customer_id = coalesce(excluded.customer_id, t.customer_id),
          -- A site of the former customer must not stay behind with the new one.
          site_id = case when excluded.customer_id is distinct from t.customer_id and excluded.customer_id is not null
                         then excluded.site_id else coalesce(excluded.site_id, t.site_id) end,
          updated_at = now()
      where excluded.customer_id is not null or excluded.site_id is not null`;
}
