import type { Database } from '../../src/db/client.ts';
import type { Carrier, Scene } from '../workflows/scene.ts';

interface Own {
  /** The device that moves there. */
  readonly device: string;
  /** The simulator, without a path. */
  readonly url: string;
  readonly settings: object;
}

/** Gives one device of a scene a service provider of its own, with the same account at a simulator. */
export async function ownProvider(
  { prisma }: Database,
  { fleet }: Scene,
  carrier: Carrier,
  { device, url, settings }: Own,
): Promise<string> {
  const { tenantId } = fleet;
  const former = fleet[carrier];
  const like = await prisma.serviceProvider.findUniqueOrThrow({
    where: { id: former },
    include: { carrierRatePlans: true, communicationPlans: true },
  });
  const { integration, credentials } = like;
  const own = await prisma.serviceProvider.create({
    data: {
      ...{ tenantId, integration, credentials },
      baseUrl: url + new URL(like.baseUrl).pathname.replace(/\/$/, ''),
      settings: { ...(like.settings as object), ...settings },
      name: `${like.name} for ${device}`,
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
  const where = { serviceProviderId_iccid: { serviceProviderId: former, iccid: device } };
  const { carrierRatePlanId, communicationPlanId } = await prisma.device.findUniqueOrThrow({ where });
  const copyOf = (plan: string | null) => (plan === null ? null : (plans.get(plan) ?? null));
  await prisma.device.update({
    where,
    data: {
      serviceProviderId: own.id,
      carrierRatePlanId: copyOf(carrierRatePlanId),
      communicationPlanId: copyOf(communicationPlanId),
    },
  });
  return own.id;
}
