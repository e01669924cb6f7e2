import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  CancellationScope,
  ChildWorkflowFailure,
  condition,
  executeChild,
  isCancellation,
  ParentClosePolicy,
  setCurrentDetails,
  sleep,
} from '@temporalio/workflow';
import type { BulkChangePlan, RowRange } from '../activities/plan.ts';
import { CHANGE_TITLES } from '../domain/change-type.ts';
import { gateText, trips } from '../domain/rollout.ts';
import { deviceBatchWorkflowId } from '../domain/workflow-id.ts';
import { deviceBatch, type BatchCounts } from './device-batch.ts';
import { runLanes } from './lanes.ts';
import { progressText, type Progress } from './progress-text.ts';
import { countEnded, halt, outOfRoom, stopBatches, type Run } from './steering.ts';

/**
 * Works off the ranges of a plan. Ends when all their batches have ended; or earlier, when the change is halted or the
 * maintenance window closes: then the batches start no further device, and wait for those under way on their own.
 */
export async function processRound(run: Run, plan: BulkChangePlan): Promise<void> {
  run.round = run.draining.size === 0 ? 1 : run.round + 1;
  const round: Round = { number: run.round, batches: new CancellationScope(), isStopped: false };
  run.batches = round.batches;
  const lanes = runBatches(run, plan, round).finally(() => {
    run.draining.delete(lanes);
  });
  run.draining.add(lanes);
  const ended = lanes.then(() => {
    round.isStopped = true;
  });
  const closing = untilWindowCloses(plan.steering.closesInMs, round);
  await Promise.race([ended, closing, condition(() => run.canceling || run.paused !== null)]);
  if (!round.isStopped) stopBatches(run);
  round.isStopped = true;
}

interface Round {
  readonly number: number;
  readonly batches: CancellationScope;
  isStopped: boolean;
}

/** Resolves when the window closes; never without one. The timer ends with the round. */
async function untilWindowCloses(closesInMs: number | null, round: Round): Promise<void> {
  if (closesInMs === null) return condition(() => round.isStopped);
  const timer = new CancellationScope();
  const due = timer.run(() => sleep(closesInMs, { summary: 'Until the maintenance window closes' }));
  await Promise.race([due.catch(() => undefined), condition(() => round.isStopped)]);
  timer.cancel();
}

async function runBatches(run: Run, plan: BulkChangePlan, round: Round): Promise<void> {
  const { total, processed, failed } = plan;
  const progress: Progress = { total, processed, failed, batchesDone: 0, batches: plan.ranges.length };
  setCurrentDetails(progressText(progress));
  const more = (): boolean => !run.canceling && run.paused === null && !round.isStopped && !outOfRoom(run);
  await runLanes(plan.ranges, plan.openBatches, more, async (range) => {
    run.batchesStarted += 1;
    const counts = await round.batches.run(() => runBatch(run, plan, range, round.number));
    progress.processed += counts.succeeded;
    progress.failed += counts.failed;
    progress.batchesDone += 1;
    setCurrentDetails(progressText(progress));
    await checkGate(run, plan, counts);
  });
}

/** Too many failures pause the change by themselves. */
async function checkGate(run: Run, { steering }: BulkChangePlan, counts: BatchCounts): Promise<void> {
  const ended = countEnded(run, counts);
  const gate = steering.errorGate;
  if (gate === null || run.paused !== null || run.canceling || !trips(gate, ended)) return;
  await halt(run, gateText(gate, ended));
}

/**
 * A batch that was terminated, or canceled before it began, leaves its rows pending: the next look at the database takes
 * them up or ends them, so it must not take the whole change down.
 */
async function runBatch(
  run: Run,
  plan: BulkChangePlan,
  range: RowRange,
  round: number,
): Promise<BatchCounts> {
  const { bulkChangeId } = run.input;
  const { errorGate } = plan.steering;
  try {
    return await executeChild(deviceBatch, {
      workflowId: deviceBatchWorkflowId(bulkChangeId, range.firstRow, round),
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      args: [
        {
          facts: plan.facts,
          ...range,
          window: plan.batchWindow,
          setBased: plan.setBased,
          dueBy: plan.dueBy,
          ...(round === 1 ? {} : { onlyPending: true }),
          ...(errorGate === null ? {} : { errorGate, endedBefore: { ...run.ended } }),
        },
      ],
      staticSummary: `Rows ${String(range.firstRow)} to ${String(range.lastRow)}`,
      staticDetails: `${CHANGE_TITLES[plan.facts.changeType]}: one page of bulk change ${bulkChangeId}`,
    });
  } catch (error) {
    const leftOver =
      error instanceof ChildWorkflowFailure || error instanceof WorkflowExecutionAlreadyStartedError;
    if (!leftOver && !isCancellation(error)) throw error;
    return { succeeded: 0, failed: 0 };
  }
}
