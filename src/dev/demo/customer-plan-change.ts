import { z } from 'zod';
import type { CarrierFleet } from './carrier-fleet.ts';
import { DEMO_CARRIERS } from './demo-carrier.ts';
import type { DemoChange } from './demo-change.ts';
import { isInInventory } from './device-picker.ts';
import { faultyRows } from './faulty-rows.ts';

const blockSchema = z.looseObject({ customerRatePlanId: z.string() });

/** Gives devices in inventory a customer rate plan: nothing of it is ever told to a carrier. */
export function customerPlanChange(
  { carrier, picker, sample }: CarrierFleet,
  effectiveAt: Date | null,
): DemoChange {
  const { simulator, counts } = DEMO_CARRIERS[carrier];
  const deviceCount = counts.customerPlan;
  const devices = picker.take(deviceCount, 'devices in inventory', isInInventory).map(({ iccid }) => iccid);
  const faulty = faultyRows(picker, devices[0] ?? '');
  const request = sample('customer-rate-plan');
  const block = blockSchema.parse(request['customerRatePlanUpdate']);
  const dated = effectiveAt === null ? block : { ...block, effectiveDate: effectiveAt.toISOString() };
  return {
    title: `Change Customer Rate Plan${effectiveAt === null ? '' : ', scheduled'}`,
    carrier,
    request: { ...request, customerRatePlanUpdate: dated, devices: [...devices, ...faulty.iccids] },
    expectedProcessed: deviceCount,
    expectedErrors: faulty.errors,
    faults: {},
    effects: [{ simulator, kind: 'any', timesPerDevice: 0, title: 'changes at the carrier' }],
    watched: [],
    isDone: ({ customerRatePlanId }) => customerRatePlanId === block.customerRatePlanId,
    atCarrier: null,
    effectiveAt,
  };
}
