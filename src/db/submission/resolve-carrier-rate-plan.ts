import type { CarrierRatePlanOrder } from '../../domain/change-order.ts';
import type { RequestedCarrierRatePlan, RequestFault } from '../../domain/change-request.ts';
import type { PrismaClient } from '../generated/client.ts';
import { findCarrierRatePlan } from './find-carrier-rate-plan.ts';
import type { OrderableProvider } from './orderable-provider.ts';
import { planDateFaults } from './plan-date-faults.ts';
import { resolution, type Resolution } from './resolution.ts';

/**
 * Finds the plan by its code at this very provider, and fills in its uuid and the carrier's own id. Checks that the
 * carrier takes a plan change at the date asked for.
 */
export async function resolveCarrierRatePlan(
  prisma: PrismaClient,
  provider: OrderableProvider,
  change: RequestedCarrierRatePlan,
  now: Date,
): Promise<Resolution<CarrierRatePlanOrder>> {
  const faults: RequestFault[] = [];
  const naming = { code: change.carrierRatePlan, pointer: '/carrierRatePlanUpdate/carrierRatePlan' };
  const found = await findCarrierRatePlan(prisma, provider, naming, faults);
  const communicationPlan = await findCommunicationPlan(prisma, provider, change.commPlan, faults);
  faults.push(...planDateFaults(provider, change.effectiveDate?.at, now));
  return resolution(faults, () => {
    if (found === null) throw new Error('A plan that was not found is a fault.');
    return {
      changeType: 'carrierrateplanchange',
      ...found,
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
