import { ASSIGNED_DEVICES, assignWithLines, assignWithoutLines } from './assign-customer-change.ts';
import type { CarrierFleet } from './carrier-fleet.ts';
import { carrierPlanChange, PLAN_CHANGED_DEVICES } from './carrier-plan-change.ts';
import { customerPlanChange } from './customer-plan-change.ts';
import type { DemoChange } from './demo-change.ts';
import { suspendChange, SUSPENDED_DEVICES } from './suspend-change.ts';

/** How many active devices the changes of one carrier need, those with a billing line included. */
export const ACTIVE_DEVICES_NEEDED = SUSPENDED_DEVICES + PLAN_CHANGED_DEVICES + ASSIGNED_DEVICES + 3;

/** The four change types over one carrier; the choosy ones pick their devices first. */
export function planDemonstration(fleet: CarrierFleet, scheduledFor: Date): DemoChange[] {
  const isJasper = fleet.carrier === 'JASPER';
  const assignment = isJasper ? assignWithLines(fleet) : assignWithoutLines(fleet);
  const carrierPlan = carrierPlanChange(fleet);
  const customerPlan = customerPlanChange(fleet, isJasper ? null : scheduledFor);
  return [suspendChange(fleet), carrierPlan, customerPlan, assignment];
}
