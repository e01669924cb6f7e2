import type { ChangeOrder, StatusOrder } from '../domain/change-order.ts';
import type { StepContext } from './outside-step.ts';
import type { Observation } from './step.ts';

type OrderOf<Type extends ChangeOrder['changeType']> = Extract<ChangeOrder, { changeType: Type }>;

/** The order of a change whose type the step depends on. */
export function orderOf<Type extends ChangeOrder['changeType']>(
  type: Type,
  { change }: StepContext,
): OrderOf<Type> {
  if (change.order.changeType !== type) throw new Error(`A ${change.order.changeType} has no ${type} step.`);
  return change.order as OrderOf<Type>;
}

/** The carriers' key, whatever number the caller named the device by. */
export function iccidOf({ claim }: StepContext): string {
  return claim.iccid ?? claim.identifier;
}

/** What holds of a line once it is activated: the plan that was ordered with it, if any. */
export function orderedPlan({ activation }: StatusOrder): Observation {
  const plan = activation?.plan;
  return plan == null ? {} : { carrierRatePlanId: plan.id, carrierRatePlan: plan.code };
}
