import {
  ApplicationFailure,
  CancellationScope,
  proxyLocalActivities,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Observation } from '../activities/step.ts';
import type { DatabaseActivities } from '../activities/index.ts';
import { logDescription } from '../domain/audit-text.ts';
import type { ChangeType } from '../domain/change-type.ts';
import type { Integration } from '../domain/integration.ts';
import type { Recipe } from '../domain/recipe.ts';
import { DATABASE_STEP } from './activity-options.ts';
import { databaseFailure, deviceFailure, isHeld, type DeviceFailure } from './device-outcome.ts';
import { runJasperDeactivation, runRatePlanChange, runStatusChange } from './recipe-carrier.ts';
import { runPackageChange } from './recipe-pond-packages.ts';
import { runRevService } from './recipe-rev-service.ts';
import { runTelegenceActivation } from './recipe-telegence.ts';
import { runThingspaceChange } from './recipe-thingspace.ts';
import { ERROR_CODE } from './search-attributes.ts';

/** The little a device's workflow needs; everything else is read where it is used, and nothing of it is personal. */
export interface DeviceChangeInput {
  readonly bulkChangeId: string;
  readonly deviceChangeId: string;
  readonly identifier: string;
  readonly integration: Integration;
  readonly changeType: ChangeType;
  readonly recipe: Recipe;
}

/** How far the steps of a recipe came. `closed`: nothing was done, the row had its outcome already, or it was `held`. */
export type StepsResult =
  | { readonly kind: 'applied' }
  | { readonly kind: 'failed'; readonly failure: DeviceFailure }
  | { readonly kind: 'recorded'; readonly failure: DeviceFailure | null }
  | { readonly kind: 'closed'; readonly held?: true };

const database = proxyLocalActivities<DatabaseActivities>(DATABASE_STEP);

/**
 * One device's change, start to end: its steps, then its outcome, written once. Fails when the device failed, with the
 * error's code as the type, so that operators can filter by it.
 */
export function deviceChange(input: DeviceChangeInput): Promise<DeviceEnding> {
  // Once begun, a device is finished or compensated; a cancelled parent must not leave it half-done.
  return CancellationScope.nonCancellable(() => changeDevice(input));
}

/** `held`: its change was halted before it was begun, and it has its turn later. */
export type DeviceEnding = 'held' | undefined;

async function changeDevice(input: DeviceChangeInput): Promise<DeviceEnding> {
  // Filled by the steps as they go: what was seen at the carrier holds even when a later step fails.
  const seen: Observation[] = [];
  let result: StepsResult;
  try {
    result = await runRecipe(input, seen);
  } catch (error) {
    result = { kind: 'failed', failure: deviceFailure(error) };
  }
  if (result.kind === 'closed') return result.held === true ? 'held' : undefined;
  if (result.kind === 'failed' && isHeld(result.failure)) {
    await database.releaseDevice({ deviceChangeId: input.deviceChangeId });
    return 'held';
  }
  const failure = result.kind === 'applied' ? null : result.failure;
  if (result.kind !== 'recorded') await record(input, failure, Object.assign({}, ...seen) as Observation);
  if (failure !== null) throw failed(failure);
  return undefined;
}

function runRecipe(input: DeviceChangeInput, seen: Observation[]): Promise<StepsResult> {
  switch (input.recipe) {
    case 'set_status':
      return runStatusChange(input);
    case 'jasper_deactivation':
      return runJasperDeactivation(input, seen);
    case 'change_rate_plan':
      return runRatePlanChange(input);
    case 'pond_terminate_first':
    case 'pond_create_first':
      return runPackageChange(input, input.recipe);
    case 'thingspace_status':
    case 'thingspace_rate_plan':
      return runThingspaceChange(input, seen, input.recipe);
    case 'telegence_activation':
      return runTelegenceActivation(input, seen);
    case 'rev_service':
      return runRevService(input);
    case 'database':
      return runDatabaseChange(input);
  }
}

async function runDatabaseChange(input: DeviceChangeInput): Promise<StepsResult> {
  const result = await database.applyDatabaseChanges({
    changeType: input.changeType,
    integration: input.integration,
    deviceChangeIds: [input.deviceChangeId],
  });
  return { kind: 'recorded', failure: databaseFailure(result) };
}

async function record(
  input: DeviceChangeInput,
  failure: DeviceFailure | null,
  observed: Observation,
): Promise<void> {
  await database.recordOutcome({
    deviceChangeId: input.deviceChangeId,
    status: failure?.status ?? 'PROCESSED',
    errorClass: failure?.errorClass ?? null,
    errorCode: failure?.errorCode ?? null,
    errorMessage: failure?.errorMessage ?? null,
    observed,
    description: logDescription(input.changeType, input.integration, 'Record Outcome'),
  });
}

function failed(failure: DeviceFailure): ApplicationFailure {
  upsertSearchAttributes([{ key: ERROR_CODE, value: failure.errorCode }]);
  return ApplicationFailure.nonRetryable(failure.errorMessage, failure.errorCode, {
    errorClass: failure.errorClass,
    status: failure.status,
  });
}
