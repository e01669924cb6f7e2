import type { Database } from '../db/client.ts';
import type { PlanCandidate } from '../domain/deactivation-plan.ts';

/** The plans a Jasper device may be parked on before it is deactivated. */
export interface ParkingPlans {
  of(serviceProviderId: string, simType: string | null): Promise<readonly PlanCandidate[]>;
}

const KEEP_MS = 30_000;
const KEPT = 200;

interface Kept {
  readonly at: number;
  readonly plans: Promise<readonly (PlanCandidate & { readonly allowedSimTypes: readonly string[] })[]>;
}

/** Reads a provider's plans in use and keeps them for half a minute, so that a deactivation of thousands reads them once. */
export function createParkingPlans(database: Database, nowMs: () => number): ParkingPlans {
  const kept = new Map<string, Kept>();
  return {
    of: async (serviceProviderId, simType) => {
      let entry = kept.get(serviceProviderId);
      if (entry === undefined || nowMs() - entry.at > KEEP_MS) {
        entry = { at: nowMs(), plans: load(database, serviceProviderId) };
        if (kept.size >= KEPT) kept.clear();
        kept.set(serviceProviderId, entry);
        entry.plans.catch(() => kept.delete(serviceProviderId));
      }
      const plans = await entry.plans;
      return plans.filter(
        (plan) => plan.allowedSimTypes.length === 0 || plan.allowedSimTypes.some((type) => type === simType),
      );
    },
  };
}

async function load(database: Database, serviceProviderId: string) {
  const rows = await database.prisma.carrierRatePlan.findMany({
    where: { serviceProviderId, retiredAt: null },
  });
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    name: row.name,
    includedMb: row.includedMb.toNumber(),
    baseRate: row.baseRate.toNumber(),
    allowedSimTypes: row.allowedSimTypes,
  }));
}
