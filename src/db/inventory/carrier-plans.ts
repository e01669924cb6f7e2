import type { Integration } from '../../domain/integration.ts';
import type { Prisma } from '../generated/client.ts';
import type { SyncTask } from './sync-task.ts';

/** The plans of a service provider, found by what its carrier calls them. */
export interface CarrierPlans {
  /** By the carrier's word; undefined when it is none of the plans that are known here. */
  ratePlan(word: string): KnownPlan | undefined;
  communicationPlan(word: string): KnownPlan | undefined;
  /** How a plan is called in answers, by its id. */
  nameOf(id: string): string | undefined;
}

export interface KnownPlan {
  readonly id: string;
  /** How it is called in answers: a rate plan's code, a communication plan's name. */
  readonly name: string;
}

interface RatePlan {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly ratePlanId: number | null;
}

/** Plans are few, so all are read. */
export async function loadCarrierPlans(
  tx: Prisma.TransactionClient,
  { tenantId, serviceProviderId, integration }: SyncTask,
): Promise<CarrierPlans> {
  const where = { tenantId, serviceProviderId };
  const ratePlans = await tx.carrierRatePlan.findMany({
    where,
    select: { id: true, code: true, name: true, ratePlanId: true },
  });
  const communicationPlans = await tx.communicationPlan.findMany({ where, select: { id: true, name: true } });
  const byWord = new Map(
    ratePlans.map((plan) => [carriersWord(integration, plan), { id: plan.id, name: plan.code }]),
  );
  const byName = new Map(communicationPlans.map((plan) => [plan.name, plan]));
  const names = new Map([...byWord.values(), ...communicationPlans].map(({ id, name }) => [id, name]));
  return {
    ratePlan: (word) => byWord.get(word),
    communicationPlan: (word) => byName.get(word),
    nameOf: (id) => names.get(id),
  };
}

/** Jasper goes by names, and POND by the number of a package's type. */
function carriersWord(integration: Integration, { code, name, ratePlanId }: RatePlan): string {
  switch (integration) {
    case 'JASPER':
      return name;
    case 'POND':
      return ratePlanId === null ? code : String(ratePlanId);
    case 'THINGSPACE':
    case 'TELEGENCE':
      return code;
  }
}
