import type { CarrierRatePlanOrder } from '../../domain/change-order.ts';
import type { RequestedCarrierRatePlan, RequestFault } from '../../domain/change-request.ts';
import type { PrismaClient } from '../generated/client.ts';
import type { OrderableProvider } from './orderable-provider.ts';
import { resolution, type Resolution } from './resolution.ts';

/** Finds the plan by its code at this very provider, and fills in its uuid and the carrier's own id. */
export async function resolveCarrierRatePlan(
  prisma: PrismaClient,
  provider: OrderableProvider,
  change: RequestedCarrierRatePlan,
): Promise<Resolution<CarrierRatePlanOrder>> {
  const faults: RequestFault[] = [];
  const plan = await prisma.carrierRatePlan.findFirst({
    where: { tenantId: provider.tenantId, serviceProviderId: provider.id, code: change.carrierRatePlan },
  });
  const pointer = '/carrierRatePlanUpdate/carrierRatePlan';
  if (plan === null) {
    faults.push({
      pointer,
      code: 'carrier_rate_plan.not_found',
      detail: `This service provider has no plan with the code "${change.carrierRatePlan}".`,
    });
  } else if (plan.retiredAt !== null) {
    faults.push({ pointer, code: 'carrier_rate_plan.retired', detail: `Plan ${plan.code} is retired.` });
  } else if (provider.integration === 'POND' && plan.ratePlanId === null) {
    faults.push({
      pointer,
      code: 'carrier_rate_plan.incomplete',
      detail: `Plan ${plan.code} has no package type (ratePlanId), which POND needs.`,
    });
  }
  const communicationPlan = await findCommunicationPlan(prisma, provider, change.commPlan, faults);
  return resolution(faults, () => {
    if (plan === null) throw new Error('A plan that was not found is a fault.');
    return {
      changeType: 'carrierrateplanchange',
      plan: {
        id: plan.id,
        code: plan.code,
        name: plan.name,
        planUuid: plan.planUuid,
        ratePlanId: plan.ratePlanId,
      },
      allowedSimTypes: plan.allowedSimTypes,
      communicationPlan,
      optimizationGroup: change.optimizationGroup ?? null,
    };
  });
}

async function findCommunicationPlan(
  prisma: PrismaClient,
  provider: OrderableProvider,
  name: string | undefined,
  faults: RequestFault[],
): Promise<{ id: string; name: string } | null> {
  if (name === undefined) return null;
  const pointer = '/carrierRatePlanUpdate/commPlan';
  if (provider.integration !== 'JASPER') {
    faults.push({
      pointer,
      code: 'communication_plan.not_applicable',
      detail: 'Only Jasper devices have a communication plan.',
    });
    return null;
  }
  const plan = await prisma.communicationPlan.findFirst({
    where: { tenantId: provider.tenantId, serviceProviderId: provider.id, name },
    select: { id: true, name: true, retiredAt: true },
  });
  if (plan === null || plan.retiredAt !== null) {
    faults.push({
      pointer,
      code: 'communication_plan.not_found',
      detail: `This service provider has no communication plan "${name}" in use.`,
    });
    return null;
  }
  return { id: plan.id, name: plan.name };
}
