import { INTEGRATIONS } from '../../domain/integration.ts';
import { COMMUNICATION_PLANS, CUSTOMER_RATE_PLANS, CUSTOMER_RATE_POOLS } from './catalogue.ts';
import { CARRIER_PLANS } from './carrier-plans.ts';
import type { TableRows } from './insert-rows.ts';
import type { RecordIds } from './record-ids.ts';
import type { DemonstrationTenant } from './tenants.ts';

const retirement = '2025-06-30T00:00:00Z';

/** What carriers charge the tenant, and what the tenant charges its customers. */
export function planRows(tenant: DemonstrationTenant, ids: RecordIds): TableRows[] {
  return [
    { table: 'carrier_rate_plans', rows: carrierPlans(tenant, ids) },
    {
      table: 'communication_plans',
      rows: COMMUNICATION_PLANS.map(({ name, allowedServices, retired }) => ({
        id: ids.communicationPlan(name),
        tenant_id: tenant.id,
        service_provider_id: ids.provider('JASPER'),
        name,
        allowed_services: allowedServices,
        retired_at: retired ? retirement : null,
      })),
    },
    {
      table: 'customer_rate_plans',
      rows: CUSTOMER_RATE_PLANS.map(({ code, name, includedMb, baseRate, retired }) => ({
        id: ids.customerRatePlan(code),
        tenant_id: tenant.id,
        code,
        name,
        included_mb: includedMb,
        base_rate: baseRate,
        retired_at: retired ? retirement : null,
      })),
    },
    {
      table: 'customer_rate_pools',
      rows: CUSTOMER_RATE_POOLS.map(({ name, includedMb }) => ({
        id: ids.customerRatePool(name),
        tenant_id: tenant.id,
        name,
        included_mb: includedMb,
      })),
    },
  ];
}

function carrierPlans(tenant: DemonstrationTenant, ids: RecordIds): TableRows['rows'] {
  return INTEGRATIONS.flatMap((integration) =>
    CARRIER_PLANS[integration].map((plan) => ({
      id: ids.carrierRatePlan(plan.code),
      tenant_id: tenant.id,
      service_provider_id: ids.provider(integration),
      code: plan.code,
      name: plan.name,
      plan_uuid: ids.planUuid(plan.code),
      rate_plan_id: plan.ratePlanId,
      included_mb: plan.includedMb,
      base_rate: plan.baseRate,
      allowed_sim_types: plan.allowedSimTypes,
      retired_at: plan.retired ? retirement : null,
    })),
  );
}
