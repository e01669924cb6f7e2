import type { Integration } from '../../domain/integration.ts';
import type { Prisma } from '../generated/client.ts';
import type { SyncTask } from './sync-task.ts';

/** The plans of a service provider, found by what its carrier calls them. */
export interface CarrierPlans {
  /**
   * By the carrier's word; undefined when it is none of the plans that are known here. Several may go by one word: then it is
   * the one that the device is believed to have, or else one that is not retired, the oldest first.
   */
  ratePlan(word: string, believedId: string | null): KnownPlan | undefined;
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
    orderBy: [{ retiredAt: { sort: 'desc', nulls: 'first' } }, { id: 'asc' }],
  });
  const communicationPlans = await tx.communicationPlan.findMany({ where, select: { id: true, name: true } });
  const known = ratePlans.map((plan) => ({
    id: plan.id,
    name: plan.code,
    word: carriersWord(integration, plan),
  }));
  const byId = new Map(known.map((plan) => [plan.id, plan]));
  const byWord = new Map(known.toReversed().map((plan) => [plan.word, plan]));
  const byName = new Map(communicationPlans.map((plan) => [plan.name, plan]));
  const names = new Map([...known, ...communicationPlans].map(({ id, name }) => [id, name]));
  return {
    ratePlan: (word, believedId) => {
      const believed = believedId === null ? undefined : byId.get(believedId);
      return believed?.word === word ? believed : byWord.get(word);
    },
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
