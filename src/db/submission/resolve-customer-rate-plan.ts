import type { CustomerRatePlanOrder, CustomerRatePlanSetting } from '../../domain/change-order.ts';
import type { RequestedCustomerRatePlan, RequestFault } from '../../domain/change-request.ts';
import type { PrismaClient } from '../generated/client.ts';
import { resolution, type Resolution } from './resolution.ts';

/** Checks plan and pool within the tenant; a change that would change nothing is a fault. */
export async function resolveCustomerRatePlan(
  prisma: PrismaClient,
  tenantId: string,
  change: RequestedCustomerRatePlan,
  now: Date,
): Promise<Resolution<CustomerRatePlanOrder>> {
  const faults = await customerPlanFaults(
    prisma,
    tenantId,
    '/customerRatePlanUpdate',
    change.customerRatePlanId,
    change.customerPoolId,
  );
  const setting: CustomerRatePlanSetting = {
    ...(change.customerRatePlanId === undefined ? {} : { customerRatePlanId: change.customerRatePlanId }),
    ...(change.customerPoolId === undefined ? {} : { customerRatePoolId: change.customerPoolId }),
    ...(change.customerDataAllocationMB === undefined
      ? {}
      : { dataAllocationMb: change.customerDataAllocationMB }),
  };
  if (Object.keys(setting).length === 0) {
    faults.push({
      pointer: '/customerRatePlanUpdate',
      code: 'customer_rate_plan.nothing_to_change',
      detail:
        'Give at least one of customerRatePlanId, customerPoolId and customerDataAllocationMB; null clears a value.',
    });
  }
  return resolution(faults, () => ({
    changeType: 'customerrateplanchange',
    setting,
    effectiveFrom: (change.effectiveDate?.at ?? now).toISOString(),
  }));
}

/** Faults of a customer rate plan and pool, wherever in a request they are named. */
export async function customerPlanFaults(
  prisma: PrismaClient,
  tenantId: string,
  block: string,
  planId: string | null | undefined,
  poolId: string | null | undefined,
): Promise<RequestFault[]> {
  const faults: RequestFault[] = [];
  if (typeof planId === 'string') {
    const plan = await prisma.customerRatePlan.findUnique({
      where: { tenantId_id: { tenantId, id: planId } },
    });
    if (plan === null)
      faults.push({
        pointer: `${block}/customerRatePlanId`,
        code: 'customer_rate_plan.not_found',
        detail: 'You have no customer rate plan with this id.',
      });
    else if (plan.retiredAt !== null)
      faults.push({
        pointer: `${block}/customerRatePlanId`,
        code: 'customer_rate_plan.retired',
        detail: `Customer rate plan ${plan.code} is retired.`,
      });
  }
  if (typeof poolId === 'string') {
    const pool = await prisma.customerRatePool.findUnique({
      where: { tenantId_id: { tenantId, id: poolId } },
    });
    if (pool === null)
      faults.push({
        pointer: `${block}/customerPoolId`,
        code: 'customer_rate_pool.not_found',
        detail: 'You have no customer rate pool with this id.',
      });
    else if (pool.retiredAt !== null)
      faults.push({
        pointer: `${block}/customerPoolId`,
        code: 'customer_rate_pool.retired',
        detail: `Customer rate pool ${pool.name} is retired.`,
      });
  }
  return faults;
}
