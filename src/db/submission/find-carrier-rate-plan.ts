import type { CarrierPlanRef } from '../../domain/change-order.ts';
import type { RequestFault } from '../../domain/change-request.ts';
import type { PrismaClient } from '../generated/client.ts';
import type { OrderableProvider } from './orderable-provider.ts';

export interface FoundCarrierPlan {
  readonly plan: CarrierPlanRef;
  /** Empty: every SIM type. */
  readonly allowedSimTypes: readonly string[];
}

/**
 * The plan with this very code at this very provider, complete enough for its carrier and in use. Faults are appended to
 * `faults`, at `pointer`; null when there was any.
 */
export async function findCarrierRatePlan(
  prisma: PrismaClient,
  provider: OrderableProvider,
  naming: { readonly code: string; readonly pointer: string },
  faults: RequestFault[],
): Promise<FoundCarrierPlan | null> {
  const row = await prisma.carrierRatePlan.findFirst({
    where: { tenantId: provider.tenantId, serviceProviderId: provider.id, code: naming.code },
  });
  const refuse = (code: string, detail: string) => {
    faults.push({ pointer: naming.pointer, code, detail });
    return null;
  };
  if (row === null) {
    return refuse(
      'carrier_rate_plan.not_found',
      `This service provider has no plan with the code "${naming.code}".`,
    );
  }
  if (row.retiredAt !== null) return refuse('carrier_rate_plan.retired', `Plan ${row.code} is retired.`);
  if (provider.integration === 'POND' && row.ratePlanId === null) {
    return refuse(
      'carrier_rate_plan.incomplete',
      `Plan ${row.code} has no package type (ratePlanId), which POND needs.`,
    );
  }
  const { id, code, name, planUuid, ratePlanId, allowedSimTypes } = row;
  return { plan: { id, code, name, planUuid, ratePlanId }, allowedSimTypes };
}
