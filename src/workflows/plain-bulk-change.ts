import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { BulkChangePlan } from '../activities/plan.ts';
import { announceClosed } from './announce-closed.ts';
import { bulk } from './bulk-step.ts';
import { runLanes } from './lanes.ts';
import {
  cancelUpdate,
  phaseQuery,
  workAddedSignal,
  type BulkChangeInput,
  type BulkChangeResult,
} from './messages.ts';
import { progressText, type Progress } from './progress-text.ts';
import { outOfRoom } from './room.ts';
import { runBatch } from './run-batch.ts';
import { BULK_CHANGE_STATUS } from './search-attributes.ts';

/** What the run knows of itself. The devices are in the database, never here. */
interface Run {
  readonly input: BulkChangeInput;
  phase: 'planning' | 'scheduled' | 'processing' | 'closing' | 'closed';
  canceling: boolean;
  workAdded: boolean;
  batchesStarted: number;
  /** Holds the batches that run now; cancelling it makes them stop starting devices. */
  batches: CancellationScope | null;
}

/**
 * How a bulk change went before it could be steered: kept for runs that began then, until none is left.
 * Waits for its date, works its pending rows off in batches, and closes it by its devices' outcomes.
 */
export async function plainBulkChange(input: BulkChangeInput): Promise<BulkChangeResult> {
  const run: Run = {
    input,
    phase: 'planning',
    canceling: false,
    workAdded: false,
    batchesStarted: 0,
    batches: null,
  };
  listen(run);
  // A cancel from the Web UI means the same as the update: stop starting devices, then close the change properly.
  CancellationScope.current().cancelRequested.catch(() => {
    requestCancel(run);
  });
  return CancellationScope.nonCancellable(() => work(run));
}

function listen(run: Run): void {
  setHandler(workAddedSignal, () => {
    run.workAdded = true;
  });
  setHandler(phaseQuery, () => run.phase);
  setHandler(cancelUpdate, (_mode) => requestCancel(run), {
    validator: (_mode) => refuseWhenEnding(run),
  });
}

function refuseWhenEnding(run: Run): void {
  if (run.phase === 'closing' || run.phase === 'closed') {
    throw ApplicationFailure.nonRetryable('The change is already ending.', 'bulk_change.state_conflict');
  }
}

function requestCancel(run: Run): void {
  run.canceling = true;
  run.batches?.cancel();
}

async function work(run: Run): Promise<BulkChangeResult> {
  const { bulkChangeId } = run.input;
  for (;;) {
    run.phase = 'planning';
    run.workAdded = false;
    const plan = await bulk('Find what is pending and cut it into batches').planBulkChange({
      bulkChangeId,
      runId: workflowInfo().runId,
    });
    if (plan.waitMs > 0 && !run.canceling) {
      await waitForDate(run, plan);
      // What is to be done is read afresh now that the day has come.
      if (!run.canceling) continue;
    }
    if (!run.canceling && plan.ranges.length > 0) await process(run, plan);
    run.phase = 'closing';
    const closed = await bulk('Close the change by its devices’ outcomes').closeBulkChange({
      bulkChangeId,
      cancelPending: run.canceling,
    });
    if (closed.closed) await condition(allHandlersFinished);
    if (closed.closed && !run.workAdded) {
      run.phase = 'closed';
      return announceClosed(closed);
    }
    // Rows are open again, so a cancel may be asked for again; one that was asked for before does not concern them.
    run.phase = 'planning';
    run.canceling = false;
    if (!run.workAdded) await sleep('1 second', { summary: 'Until the rows left over are taken up' });
    // The next run would not know of a cancel that was taken during the pause.
    if (!run.canceling && outOfRoom(run)) await continueAsNew<typeof plainBulkChange>(run.input);
  }
}

/** One durable timer for the whole change, not one for each device. */
async function waitForDate(run: Run, plan: BulkChangePlan): Promise<void> {
  run.phase = 'scheduled';
  upsertSearchAttributes([{ key: BULK_CHANGE_STATUS, value: 'SCHEDULED' }]);
  setCurrentDetails(`Waiting for the effective date, ${plan.effectiveAt ?? ''}.`);
  const due = sleep(plan.waitMs, { summary: `Effective date ${plan.effectiveAt ?? ''}` });
  await Promise.race([due, condition(() => run.canceling)]);
}

async function process(run: Run, plan: BulkChangePlan): Promise<void> {
  run.phase = 'processing';
  await bulk('Mark the change PROCESSING').markProcessing({
    bulkChangeId: run.input.bulkChangeId,
    runId: workflowInfo().runId,
  });
  upsertSearchAttributes([{ key: BULK_CHANGE_STATUS, value: 'PROCESSING' }]);
  const { total, processed, failed } = plan;
  const progress: Progress = { total, processed, failed, batchesDone: 0, batches: plan.ranges.length };
  const batches = new CancellationScope();
  run.batches = batches;
  setCurrentDetails(progressText(progress));
  const more = (): boolean => !run.canceling && !outOfRoom(run);
  await runLanes(plan.ranges, plan.openBatches, more, async (range) => {
    run.batchesStarted += 1;
    const counts = await batches.run(() =>
      runBatch(run.input.bulkChangeId, {
        facts: plan.facts,
        ...range,
        window: plan.batchWindow,
        setBased: plan.setBased,
      }),
    );
    progress.processed += counts.succeeded;
    progress.failed += counts.failed;
    progress.batchesDone += 1;
    setCurrentDetails(progressText(progress));
  });
}
