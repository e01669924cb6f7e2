import type { DeviceAnswer } from './answer.ts';

/** Plans by name, as the edit takes them. A null communication plan leaves it as it is. */
export interface WantedPlans {
  readonly ratePlan: string;
  readonly communicationPlan: string | null;
}

export interface PlanEdit {
  readonly ratePlan?: string;
  readonly communicationPlan?: string;
}

/** The fields that still have to be written; null when the device has them all. `device` is null when it was not read. */
export function missingPlans(wanted: WantedPlans, device: DeviceAnswer | null): PlanEdit | null {
  const edit: PlanEdit = {
    ...(device?.ratePlan === wanted.ratePlan ? {} : { ratePlan: wanted.ratePlan }),
    ...(wanted.communicationPlan === null || device?.communicationPlan === wanted.communicationPlan
      ? {}
      : { communicationPlan: wanted.communicationPlan }),
  };
  return Object.keys(edit).length === 0 ? null : edit;
}
