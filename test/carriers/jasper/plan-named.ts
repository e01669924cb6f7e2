import type { CarrierPlanRef } from '../../../src/domain/change-order.ts';

/** A plan whose name is the only thing that Jasper knows of it. */
export function planNamed(name: string): CarrierPlanRef {
  return { id: '0190a000-0000-7000-8000-000000000001', code: 'ANY', name, planUuid: null, ratePlanId: null };
}
