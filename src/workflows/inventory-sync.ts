import {
  ApplicationFailure,
  ActivityFailure,
  CancellationScope,
  continueAsNew,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import type { InventoryActivities, InventoryLifeActivities } from '../activities/index.ts';
import type { Integration } from '../domain/integration.ts';
import {
  isImplausible,
  MOST_PAGES,
  STARTED_BY,
  type EndedSyncStatus,
  type InventoryErrorCode,
} from '../domain/inventory-sync.ts';
import { BULK_STEP, searchingActivityOptions } from './activity-options.ts';
import { syncEndText, syncProgressText } from './sync-text.ts';

export interface InventorySyncInput {
  readonly tenantId: string;
  readonly serviceProviderId: string;
  readonly integration: Integration;
  readonly isScheduled: boolean;
  /** Where an earlier run of the same sync has stopped, to go on with an empty history. */
  readonly place?: SyncPlace;
  /** Steps until it does so; for tests. */
  readonly stepsPerRun?: number;
}

/** The next step: a page of the list, or, behind the list, some devices that it did not show. */
export type SyncPlace =
  | { readonly phase: 'list'; readonly page: number; readonly from: string | null }
  | { readonly phase: 'unseen'; readonly after: string | null };

const FIRST: SyncPlace = { phase: 'list', page: 1, from: null };
/** A step is four events; the history stays far below what Temporal suggests. */
const STEPS_PER_RUN = 500;

/**
 * Reads a carrier's whole device list, page by page, and stores what it shows. Then the devices that should be there and
 * were not shown are asked for one by one. The run's first id is the sync's, so a worker that is lost costs one page.
 */
export async function inventorySync(input: InventorySyncInput): Promise<void> {
  const syncId = workflowInfo().firstExecutionRunId;
  let place: SyncPlace | null;
  try {
    if (input.place === undefined && !(await begin(syncId, input))) return;
    place = await read(syncId, input);
    if (place === null) await end(syncId, 'COMPLETED');
  } catch (error) {
    if (isCancellation(error)) {
      await end(syncId, 'CANCELED');
      throw error;
    }
    const failure = toFailure(error);
    await end(syncId, 'FAILED', failure);
    throw failure;
  }
  if (place !== null) await continueAsNew<typeof inventorySync>({ ...input, place });
}

/** Not to be canceled: the record could be made after the run had ended it. */
function begin(syncId: string, { tenantId, serviceProviderId, isScheduled }: InventorySyncInput) {
  const startedBy = isScheduled ? STARTED_BY.schedule : STARTED_BY.api;
  const beginning = { syncId, tenantId, serviceProviderId, startedBy };
  return CancellationScope.nonCancellable(() => life('Record the beginning').beginInventorySync(beginning));
}

/** Takes step after step. Answers null at the end, or with the next step when the history has grown long. */
async function read(syncId: string, input: InventorySyncInput): Promise<SyncPlace | null> {
  let place: SyncPlace | null = input.place ?? FIRST;
  for (let step = 0; place !== null; step += 1) {
    if (step === (input.stepsPerRun ?? STEPS_PER_RUN) || workflowInfo().continueAsNewSuggested) return place;
    setCurrentDetails(syncProgressText(place));
    place = await takeStep(syncId, input.integration, place);
  }
  return null;
}

async function takeStep(
  syncId: string,
  integration: Integration,
  place: SyncPlace,
): Promise<SyncPlace | null> {
  switch (place.phase) {
    case 'list': {
      const { page, from } = place;
      if (page > MOST_PAGES) throw refusal('inventory.endless', 'The carrier’s list has no end.');
      const summary = `Read page ${String(page)} of the list`;
      const next = await carrier(integration, summary).readInventoryPage({ syncId, page, from });
      return next === null ? behindTheList(syncId) : { phase: 'list', page: page + 1, from: next };
    }
    case 'unseen': {
      const { after } = place;
      const summary = 'Ask for devices that the list did not show';
      const last = await carrier(integration, summary).askForUnseenDevices({ syncId, after });
      return last === null ? null : { phase: 'unseen', after: last };
    }
  }
}

/** A carrier that suddenly lists next to nothing has a fault, and is not believed. */
async function behindTheList(syncId: string): Promise<SyncPlace | null> {
  const { toAsk, expected, unseen } = await life('Count what was not listed').countUnseenDevices({ syncId });
  if (isImplausible({ expected, unseen })) {
    const counts = `${String(unseen)} of ${String(expected)}`;
    throw refusal('inventory.implausible', `The carrier did not list ${counts} devices; none was marked.`);
  }
  return toAsk === 0 ? null : { phase: 'unseen', after: null };
}

/** Not to be canceled: the record would say for ever that the sync is running. */
async function end(syncId: string, status: EndedSyncStatus, failure?: ApplicationFailure): Promise<void> {
  const ending = {
    syncId,
    status,
    errorCode: failure?.type ?? null,
    errorMessage: failure?.message ?? null,
  };
  const counts = await CancellationScope.nonCancellable(() =>
    life('Record the end').endInventorySync(ending),
  );
  if (counts !== null) setCurrentDetails(syncEndText(status, counts));
}

/** The failure of the step that gave up, so that its code is the run's own. */
function toFailure(error: unknown): ApplicationFailure {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure) return ApplicationFailure.nonRetryable(cause.message, cause.type);
  return ApplicationFailure.nonRetryable('The carrier did not answer in time.', 'carrier.timeout');
}

function refusal(code: InventoryErrorCode, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, code);
}

function life(summary: string): InventoryLifeActivities {
  return proxyActivities<InventoryLifeActivities>({ ...BULK_STEP, summary });
}

function carrier(integration: Integration, summary: string): InventoryActivities {
  return proxyActivities<InventoryActivities>(searchingActivityOptions(integration, summary));
}
