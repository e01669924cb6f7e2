import type { Database } from '../../src/db/client.ts';
import type { Carrier, Scene } from '../workflows/scene.ts';

/** Gives some devices of a scene a service provider of their own, with the same account at the same simulator. */
export async function ownProvider(
  { prisma }: Database,
  { fleet }: Scene,
  carrier: Carrier,
  iccids: readonly string[],
): Promise<string> {
  const { tenantId } = fleet;
  const former = fleet[carrier];
  const like = await prisma.serviceProvider.findUniqueOrThrow({
    where: { id: former },
    include: { carrierRatePlans: true, communicationPlans: true },
  });
  const { integration, baseUrl, credentials, settings } = like;
  const own = await prisma.serviceProvider.create({
    data: {
      ...{ tenantId, integration, baseUrl, credentials },
      settings: settings ?? {},
      name: `${like.name} for ${iccids[0] ?? 'nobody'}`,
    },
  });
  const plans = new Map<string, string>();
  for (const { id, ...facts } of [...like.carrierRatePlans, ...like.communicationPlans]) {
    const data = { ...facts, serviceProviderId: own.id };
    const copy =
      'code' in data
        ? await prisma.carrierRatePlan.create({ data })
        : await prisma.communicationPlan.create({ data });
    plans.set(id, copy.id);
  }
  const devices = await prisma.device.findMany({
    where: { serviceProviderId: former, iccid: { in: [...iccids] } },
  });
  for (const { id, carrierRatePlanId, communicationPlanId } of devices) {
    const copyOf = (plan: string | null) => (plan === null ? null : (plans.get(plan) ?? null));
    await prisma.device.update({
      where: { id },
      data: {
        serviceProviderId: own.id,
        carrierRatePlanId: copyOf(carrierRatePlanId),
        communicationPlanId: copyOf(communicationPlanId),
      },
    });
  }
  return own.id;
}
