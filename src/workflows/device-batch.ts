import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ApplicationFailure,
  CancellationScope,
  ChildWorkflowFailure,
  executeChild,
  ParentClosePolicy,
  proxyActivities,
  proxyLocalActivities,
  sleep,
  workflowInfo,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import type { BulkActivities, DatabaseActivities } from '../activities/index.ts';
import type { ChangeFacts } from '../activities/plan.ts';
import { logDescription } from '../domain/audit-text.ts';
import { CHANGE_TITLES } from '../domain/change-type.ts';
import { INTEGRATION_TITLES } from '../domain/integration.ts';
import type { Recipe } from '../domain/recipe.ts';
import { trips, type Ended, type ErrorGate } from '../domain/rollout.ts';
import { deviceWorkflowId } from '../domain/workflow-id.ts';
import { BULK_STEP, DATABASE_STEP } from './activity-options.ts';
import { deviceChange, type DeviceEnding } from './device-change.ts';
import { runLanes } from './lanes.ts';
import {
  CHANGE_TYPE,
  DEVICE_IDENTIFIER,
  INTEGRATION,
  SERVICE_PROVIDER,
  TENANT_ID,
} from './search-attributes.ts';

export interface DeviceBatchInput {
  readonly facts: ChangeFacts;
  readonly firstRow: number;
  readonly lastRow: number;
  /** Devices in flight at once. */
  readonly window: number;
  /** Apply the page in one set-based statement instead of one workflow a device. */
  readonly setBased: boolean;
  /** ISO instant: rows with a later date have their turn later. */
  readonly dueBy?: string;
  /** Another batch still works on the rows of this page that are begun. */
  readonly onlyPending?: boolean;
  /** Starts no further device when too many of them, and of those that ended before this batch, have failed. */
  readonly errorGate?: ErrorGate;
  readonly endedBefore?: Ended;
}

export interface BatchCounts {
  readonly succeeded: number;
  readonly failed: number;
}

const bulk = proxyActivities<BulkActivities>({ ...BULK_STEP, summary: 'Apply the page in one statement' });
const database = proxyLocalActivities<DatabaseActivities>(DATABASE_STEP);

/** How long a device that another change holds is left alone at first; doubled each time, up to a minute. */
const BUSY_SECONDS = 2;
const MOST_BUSY_SECONDS = 60;

/**
 * One page of a change. When it is cancelled it starts no further device and waits for those under way, so it always
 * ends with counts and never with half a device. A history that grows long (devices that wait for their lane) ends it in the
 * same way; the root takes up the rest.
 */
export async function deviceBatch(input: DeviceBatchInput): Promise<BatchCounts> {
  let stopping = false;
  CancellationScope.current().cancelRequested.catch(() => {
    stopping = true;
  });
  return CancellationScope.nonCancellable(() =>
    input.setBased
      ? applyPage(input)
      : fanOut(input, () => !stopping && !workflowInfo().continueAsNewSuggested),
  );
}

async function applyPage({ facts, firstRow, lastRow, dueBy }: DeviceBatchInput): Promise<BatchCounts> {
  const { processed, failures } = await bulk.applyDatabasePage({
    bulkChangeId: facts.bulkChangeId,
    changeType: facts.changeType,
    integration: facts.integration,
    firstRow,
    lastRow,
    ...(dueBy === undefined ? {} : { dueBy }),
  });
  return { succeeded: processed, failed: failures.length };
}

async function fanOut(input: DeviceBatchInput, more: () => boolean): Promise<BatchCounts> {
  const { facts, firstRow, lastRow } = input;
  const devices = await database.loadBatch({
    bulkChangeId: facts.bulkChangeId,
    firstRow,
    lastRow,
    ...(input.dueBy === undefined ? {} : { dueBy: input.dueBy }),
    ...(input.onlyPending === true ? { onlyPending: true } : {}),
  });
  let succeeded = 0;
  let failed = 0;
  const goOn = (): boolean => more() && !isTripped(input, { succeeded, failed });
  await runLanes(devices, input.window, goOn, async (device) => {
    const ended = await changeOne(facts, device, goOn);
    if (ended === 'succeeded') succeeded += 1;
    if (ended === 'failed') failed += 1;
  });
  return { succeeded, failed };
}

function isTripped({ errorGate, endedBefore }: DeviceBatchInput, counts: BatchCounts): boolean {
  if (errorGate === undefined) return false;
  const { done, failed } = endedBefore ?? { done: 0, failed: 0 };
  return trips(errorGate, {
    done: done + counts.succeeded + counts.failed,
    failed: failed + counts.failed,
  });
}

interface Device {
  readonly deviceChangeId: string;
  readonly identifier: string;
  readonly contended?: boolean;
  /** Of the device's own order; absent: the change's. */
  readonly recipe?: Recipe;
}

type Ending = 'succeeded' | 'failed' | 'not_started';

/** Runs one device through its lane. A lane that another change holds is waited for, or the row fails: onConflict. */
async function changeOne(facts: ChangeFacts, device: Device, more: () => boolean): Promise<Ending> {
  let waits = 0;
  let mayStart = device.contended !== true;
  while (more()) {
    const ending = mayStart ? await runDevice(facts, device) : 'busy';
    if (ending !== 'busy') return ending;
    if (facts.onConflict === 'reject' && (await reject(facts, device))) return 'failed';
    const seconds = Math.min(MOST_BUSY_SECONDS, BUSY_SECONDS * 2 ** waits);
    waits += 1;
    await sleep(seconds * 1_000, { summary: `${device.identifier} is busy with another change` });
    mayStart = await database.isFirstInLane({ deviceChangeId: device.deviceChangeId });
  }
  return 'not_started';
}

function reject(facts: ChangeFacts, { deviceChangeId }: Device): Promise<boolean> {
  return database.rejectBusyDevice({ deviceChangeId, description: describe(facts, 'Device Lane') });
}

async function runDevice(facts: ChangeFacts, device: Device): Promise<Ending | 'busy'> {
  try {
    return (await startDevice(facts, device)) === 'held' ? 'not_started' : 'succeeded';
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'busy';
    if (!(error instanceof ChildWorkflowFailure)) throw error;
    if (!(error.cause instanceof ApplicationFailure)) await recordInterruption(facts, device, error);
    return 'failed';
  }
}

function startDevice(facts: ChangeFacts, device: Device): Promise<DeviceEnding> {
  return executeChild(deviceChange, {
    workflowId: deviceWorkflowId(facts.serviceProviderId, device.identifier),
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    args: [
      {
        bulkChangeId: facts.bulkChangeId,
        deviceChangeId: device.deviceChangeId,
        identifier: device.identifier,
        integration: facts.integration,
        changeType: facts.changeType,
        recipe: device.recipe ?? facts.recipe,
      },
    ],
    typedSearchAttributes: [
      { key: TENANT_ID, value: facts.tenantId },
      { key: SERVICE_PROVIDER, value: facts.serviceProvider },
      { key: INTEGRATION, value: facts.integration },
      { key: CHANGE_TYPE, value: facts.changeType },
      { key: DEVICE_IDENTIFIER, value: device.identifier },
    ],
    staticSummary: `${device.identifier} ${facts.effect}`,
    staticDetails: `${CHANGE_TITLES[facts.changeType]} over ${INTEGRATION_TITLES[facts.integration]} (${facts.serviceProvider}), part of bulk change ${facts.bulkChangeId}`,
  });
}

/** A device workflow that was terminated or timed out could not record its own end: nobody knows how far it came. */
async function recordInterruption(
  facts: ChangeFacts,
  device: Device,
  error: ChildWorkflowFailure,
): Promise<void> {
  await database.recordOutcome({
    deviceChangeId: device.deviceChangeId,
    status: 'UNKNOWN',
    errorClass: 'SYSTEM',
    errorCode: 'system.unexpected',
    errorMessage: `The workflow of the device ended without recording its outcome: ${error.cause?.message ?? error.message}`,
    observed: {},
    description: describe(facts, 'Record Interruption'),
  });
}

function describe(facts: ChangeFacts, operation: string): string {
  return logDescription(facts.changeType, facts.integration, operation);
}
