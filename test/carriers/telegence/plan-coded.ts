import type { CarrierPlanRef } from '../../../src/domain/change-order.ts';

/** A plan whose code is the only thing that Telegence knows of it. */
export function planCoded(code: string): CarrierPlanRef {
  return { id: '0190a000-0000-7000-8000-000000000001', code, name: 'Any', planUuid: null, ratePlanId: null };
}
