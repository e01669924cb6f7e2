import { ApplicationFailure, proxyActivities } from '@temporalio/workflow';
import type { CarrierActivities } from '../activities/index.ts';
import type { CarrierStepInput, CarrierStepResult, Observation } from '../activities/step.ts';
import { carrierActivityOptions } from './activity-options.ts';
import type { DeviceChangeInput, StepsResult } from './device-change.ts';

/** The carrier's activities on its own queue, with a summary that an operator reads in the history. */
export function carrierActivities(input: DeviceChangeInput, summary: string): CarrierActivities {
  return proxyActivities<CarrierActivities>(carrierActivityOptions(input.integration, summary));
}

export function firstStep(input: DeviceChangeInput): CarrierStepInput {
  return {
    bulkChangeId: input.bulkChangeId,
    deviceChangeId: input.deviceChangeId,
    first: true,
    repeat: false,
  };
}

/** A later step of the same run reads first when the run as a whole is a repetition, and begins what has not begun yet. */
export function laterStep(
  input: DeviceChangeInput,
  { repeat, wrote }: { readonly repeat: boolean; readonly wrote?: boolean },
): CarrierStepInput {
  return { ...firstStep(input), first: false, repeat, begins: wrote === false };
}

/** Nothing was done: the row had its outcome, or its turn has not come yet. */
export function closedBy({ held }: { readonly held?: true }): StepsResult {
  return held === true ? { kind: 'closed', held } : { kind: 'closed' };
}

/** The result of a later step. A row that got its outcome from elsewhere meanwhile ends the run. */
export function stillOpen<Result extends { readonly closed: boolean }>(
  result: Result,
): Extract<Result, { closed: false }> {
  if (result.closed) {
    throw ApplicationFailure.nonRetryable('The device has its outcome already.', 'device_change.closed');
  }
  return result as Extract<Result, { closed: false }>;
}

export async function runStatusChange(input: DeviceChangeInput): Promise<StepsResult> {
  return applied(
    await carrierActivities(input, `Set status of ${input.identifier}`).setStatus(firstStep(input)),
  );
}

export async function runRatePlanChange(input: DeviceChangeInput): Promise<StepsResult> {
  return applied(
    await carrierActivities(input, `Change rate plan of ${input.identifier}`).changeRatePlan(
      firstStep(input),
    ),
  );
}

/** The plan moves first; when that fails the status is not touched. What was moved stays noted whatever follows. */
export async function runJasperDeactivation(
  input: DeviceChangeInput,
  seen: Observation[],
): Promise<StepsResult> {
  const moved = await carrierActivities(
    input,
    `Move ${input.identifier} to a parking plan`,
  ).moveToDeactivationPlan(firstStep(input));
  if (moved.closed) return closedBy(moved);
  if (moved.observed !== undefined) seen.push(moved.observed);
  return applied(
    await carrierActivities(input, `Deactivate ${input.identifier}`).setStatus(laterStep(input, moved)),
  );
}

function applied(result: CarrierStepResult): StepsResult {
  return result.closed ? closedBy(result) : { kind: 'applied' };
}
