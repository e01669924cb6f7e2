import { z } from 'zod';
import type { FleetPlan } from './api-shapes.ts';
import type { CarrierFleet } from './carrier-fleet.ts';
import type { DemoChange, ExpectedEffect } from './demo-change.ts';
import { isInUse } from './device-picker.ts';
import { faultyRowsWithFinal } from './faulty-rows.ts';
import type { FaultRule } from './simulator-admin.ts';

export const PLAN_CHANGED_DEVICES = 300;

const blockSchema = z.object({ carrierRatePlan: z.string() });

/**
 * Moves 300 active devices to another plan of the carrier. At POND that is three calls for each, of which the one that
 * costs money loses its answer once, and is refused once, so that the former package has to be put back.
 */
export function carrierPlanChange(fleet: CarrierFleet): DemoChange {
  const { carrier, picker } = fleet;
  const sample = fleet.sample('carrier-rate-plan');
  const plan = choosePlan(fleet, blockSchema.parse(sample['carrierRatePlanUpdate']).carrierRatePlan);
  const devices = picker
    .take(PLAN_CHANGED_DEVICES, 'active devices on another plan', (device) =>
      isInUse(device) ? device.carrierRatePlan?.code !== plan.code : false,
    )
    .map(({ iccid }) => iccid);
  const [refused = '', unanswered = '', other = ''] = devices;
  const faulty = faultyRowsWithFinal(picker, other);
  const effect = effectOf(carrier, plan);
  const operation = carrier === 'JASPER' ? 'editDevice' : 'addPackage';
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
      devices: [...devices, ...faulty.iccids],
    },
    expectedProcessed: PLAN_CHANGED_DEVICES - 1,
    expectedErrors: {
      ...faulty.errors,
      [carrier === 'JASPER' ? 'carrier.rejected' : 'pond.package_change_failed']: 1,
    },
    faults: { [effect.simulator]: rules },
    effects: [effect],
    watched: [{ iccid: unanswered, title: 'answer lost after the plan was set', effect }],
    isDone: ({ carrierRatePlan }) => carrierRatePlan?.code === plan.code,
    effectiveAt: null,
  };
}

function effectOf(carrier: CarrierFleet['carrier'], plan: FleetPlan): ExpectedEffect {
  return carrier === 'JASPER'
    ? {
        simulator: 'jasper',
        kind: 'ratePlan',
        value: plan.name,
        timesPerDevice: 1,
        title: 'plans set at the carrier',
      }
    : {
        simulator: 'pond',
        kind: 'packageAdded',
        value: String(plan.ratePlanId),
        timesPerDevice: 1,
        title: 'packages bought at the carrier',
      };
}

/** The plan of the sample, or another one when earlier runs have moved nearly everything to it. */
function choosePlan({ plans, picker }: CarrierFleet, wanted: string): FleetPlan {
  const open = plans.filter(
    ({ retiredAt, allowedSimTypes }) => retiredAt === null && allowedSimTypes.length === 0,
  );
  const ordered = [
    ...open.filter(({ code }) => code === wanted),
    ...open.filter(({ code }) => code !== wanted),
  ];
  const plan = ordered.find(
    ({ code }) =>
      picker.count((device) => isInUse(device) && device.carrierRatePlan?.code !== code) >=
      PLAN_CHANGED_DEVICES,
  );
  if (plan === undefined) throw new Error('No plan of the carrier has 300 active devices to be moved to it.');
  return plan;
}
