import { z } from 'zod';
import type { FleetPlan } from './api-shapes.ts';
import type { CarrierFleet } from './carrier-fleet.ts';
import { DEMO_CARRIERS } from './demo-carrier.ts';
import type { DemoChange, ExpectedEffect } from './demo-change.ts';
import { isInUse } from './device-picker.ts';
import { faultyRowsWithFinal } from './faulty-rows.ts';
import { rowOf } from './sample-request.ts';
import type { FaultRule } from './simulator-admin.ts';

const blockSchema = z.object({ carrierRatePlan: z.string() });

/**
 * Moves active devices to another plan of the carrier. At POND that is three calls for each, of which the one that
 * costs money loses its answer once, and is refused once, so that the former package has to be put back.
 */
export function carrierPlanChange(fleet: CarrierFleet): DemoChange {
  const { carrier, picker } = fleet;
  const { simulator, planChange, namesLines, counts } = DEMO_CARRIERS[carrier];
  const { planChanged } = counts;
  const sample = fleet.sample('carrier-rate-plan');
  const plan = choosePlan(
    fleet,
    planChanged,
    blockSchema.parse(sample['carrierRatePlanUpdate']).carrierRatePlan,
  );
  const chosen = picker.take(planChanged, 'active devices on another plan', (device) =>
    isInUse(device) ? device.carrierRatePlan?.code !== plan.code : false,
  );
  const rows = chosen.map((device) => rowOf(device, namesLines));
  const [refused = '', unanswered = ''] = chosen.map(({ iccid }) => iccid);
  const faulty = faultyRowsWithFinal(carrier, picker, rows[2] ?? '');
  const { operation, kind, value, title, refusedAs } = planChange;
  const effect: ExpectedEffect = { simulator, kind, value: value(plan), timesPerDevice: 1, title };
  const rules: FaultRule[] = [
    // Once only: at POND the second call is the one that puts the former package back.
    { when: { operation, device: refused }, do: 'rejectItem', times: 1 },
    { when: { operation, device: unanswered }, do: 'applyThenDrop', times: 1 },
  ];
  return {
    title: `Change Carrier Rate Plan: ${plan.code}`,
    carrier,
    request: {
      ...sample,
      carrierRatePlanUpdate: { carrierRatePlan: plan.code },
      devices: [...rows, ...faulty.iccids],
    },
    expectedProcessed: planChanged - 1,
    expectedErrors: {
      ...faulty.errors,
      [refusedAs]: 1,
    },
    faults: { [effect.simulator]: rules },
    effects: [effect],
    watched: [{ iccid: unanswered, title: 'answer lost after the plan was set', effect }],
    isDone: ({ carrierRatePlan }) => carrierRatePlan?.code === plan.code,
    atCarrier: null,
    effectiveAt: null,
  };
}

/** The plan of the sample, or another one when earlier runs have moved nearly everything to it. */
function choosePlan({ plans, picker }: CarrierFleet, needed: number, wanted: string): FleetPlan {
  const open = plans.filter(
    ({ retiredAt, allowedSimTypes }) => retiredAt === null && allowedSimTypes.length === 0,
  );
  const ordered = [
    ...open.filter(({ code }) => code === wanted),
    ...open.filter(({ code }) => code !== wanted),
  ];
  const plan = ordered.find(
    ({ code }) =>
      picker.count((device) => isInUse(device) && device.carrierRatePlan?.code !== code) >= needed,
  );
  if (plan === undefined)
    throw new Error(`No plan of the carrier has ${String(needed)} active devices to be moved to it.`);
  return plan;
}
