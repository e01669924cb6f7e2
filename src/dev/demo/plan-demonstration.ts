import {
  activateAtTelegence,
  activateAtThingspace,
  activateWithAddress,
  addChange,
} from './activation-change.ts';
import { assignWithLines, assignWithoutLines } from './assign-customer-change.ts';
import type { CarrierFleet } from './carrier-fleet.ts';
import { carrierPlanChange } from './carrier-plan-change.ts';
import { customerPlanChange } from './customer-plan-change.ts';
import type { DemoChange } from './demo-change.ts';
import { suspendChange } from './suspend-change.ts';

/**
 * The four change types over one carrier; the choosy ones pick their devices first. Jasper and Telegence devices get
 * billing lines with their customer, and at POND the customer rate plan has to wait for its date.
 */
export function planDemonstration(fleet: CarrierFleet, scheduledFor: Date): DemoChange[] {
  const withLines = fleet.carrier === 'JASPER' || fleet.carrier === 'TELEGENCE';
  const assignment = withLines ? assignWithLines(fleet) : assignWithoutLines(fleet);
  const activations = activationChanges(fleet);
  const carrierPlan = carrierPlanChange(fleet);
  const customerPlan = customerPlanChange(fleet, fleet.carrier === 'POND' ? scheduledFor : null);
  return [...activations, suspendChange(fleet), carrierPlan, customerPlan, assignment];
}

/** Where a line begins with an order that the carrier confirms later. */
function activationChanges(fleet: CarrierFleet): DemoChange[] {
  switch (fleet.carrier) {
    case 'JASPER':
    case 'POND':
      return [];
    case 'THINGSPACE':
      return [addChange(fleet), activateAtThingspace(fleet)];
    case 'TELEGENCE':
      return [activateAtTelegence(fleet), activateWithAddress(fleet)];
  }
}
