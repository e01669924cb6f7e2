import type { DemonstrationSim } from './fleet.ts';
import { accountNumberOf } from './customer-rows.ts';
import type { TableRows } from './insert-rows.ts';
import type { RecordIds } from './record-ids.ts';
import type { DemonstrationTenant } from './tenants.ts';

const archiveDate = '2025-12-01T00:00:00Z';

/** The SIMs as the carrier knows them. */
export function deviceRows(
  tenant: DemonstrationTenant,
  fleet: readonly DemonstrationSim[],
  ids: RecordIds,
): TableRows {
  return { table: 'devices', rows: fleet.map((sim) => deviceRow(tenant, sim, ids)) };
}

/** What the tenant attaches to each SIM: customer, site, plan, pool and billing line. */
export function deviceTenantRows(
  tenant: DemonstrationTenant,
  fleet: readonly DemonstrationSim[],
  ids: RecordIds,
): TableRows {
  return { table: 'device_tenants', rows: fleet.map((sim) => deviceTenantRow(tenant, sim, ids)) };
}

function deviceRow(tenant: DemonstrationTenant, sim: DemonstrationSim, ids: RecordIds) {
  const { iccid, imei, eid } = sim.numbers;
  return {
    id: sim.id,
    tenant_id: tenant.id,
    service_provider_id: ids.provider(sim.integration),
    iccid,
    msisdn: sim.msisdn,
    imei,
    // Only a soldered chip can be provisioned from afar.
    eid: sim.simType === 'MFF2' ? eid : null,
    status: sim.status,
    sim_type: sim.simType,
    carrier_rate_plan_id: sim.plan === null ? null : ids.carrierRatePlan(sim.plan.code),
    communication_plan_id:
      sim.communicationPlan === null ? null : ids.communicationPlan(sim.communicationPlan),
    ip_address: sim.ipAddress,
    usage_mb: sim.usageMb,
    last_activated_at: sim.activatedAt,
    last_status_change_at: sim.statusChangedAt,
    deactivated_at: sim.status === 'deactivated' ? sim.statusChangedAt : null,
    archived_at: sim.archived ? archiveDate : null,
  };
}

function deviceTenantRow(tenant: DemonstrationTenant, sim: DemonstrationSim, ids: RecordIds) {
  const { customer, customerRatePlan } = sim;
  const [site] = customer?.sites ?? [];
  return {
    tenant_id: tenant.id,
    device_id: sim.id,
    customer_id: customer === null ? null : ids.customer(customer.name),
    site_id: site === undefined ? null : ids.site(site),
    account_number: customer === null ? null : accountNumberOf(customer),
    customer_rate_plan_id: customerRatePlan === null ? null : ids.customerRatePlan(customerRatePlan),
    customer_rate_pool_id: sim.customerRatePool === null ? null : ids.customerRatePool(sim.customerRatePool),
    data_allocation_mb: sim.customerRatePool === null ? null : (sim.plan?.includedMb ?? null),
    rev_service_id: sim.line === null ? null : ids.revService(sim.line.serviceId),
  };
}
