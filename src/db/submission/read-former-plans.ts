import type { FormerPlan, FormerPlans } from '../../domain/reversal.ts';
import type { PrismaClient } from '../generated/client.ts';
import type { OrderableProvider } from './orderable-provider.ts';

/** All plans of a service provider, by what a row remembers of them: a few hundred at most. */
export async function readFormerPlans(
  prisma: PrismaClient,
  {
    tenantId,
    id: serviceProviderId,
    integration,
  }: Pick<OrderableProvider, 'tenantId' | 'id' | 'integration'>,
): Promise<FormerPlans> {
  const rows = await prisma.carrierRatePlan.findMany({
    where: { tenantId, serviceProviderId },
    orderBy: { createdAt: 'asc' },
  });
  const byCode = new Map<string, FormerPlan>();
  const byPackageType = new Map<number, FormerPlan>();
  for (const { id, code, name, planUuid, ratePlanId, allowedSimTypes, retiredAt } of rows) {
    const former = {
      plan: { id, code, name, planUuid, ratePlanId },
      allowedSimTypes,
      isRetired: retiredAt !== null,
    };
    // POND changes a plan by its package type alone.
    if (integration !== 'POND' || ratePlanId !== null) byCode.set(code, former);
    if (ratePlanId !== null && byPackageType.get(ratePlanId)?.isRetired !== false)
      byPackageType.set(ratePlanId, former);
  }
  const communicationPlans = await prisma.communicationPlan.findMany({
    where: { tenantId, serviceProviderId, retiredAt: null },
    select: { id: true, name: true },
  });
  return {
    byCode,
    byPackageType,
    communicationPlans: new Map(communicationPlans.map((plan) => [plan.name, plan])),
  };
}
