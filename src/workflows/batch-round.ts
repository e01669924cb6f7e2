import { CancellationScope, condition, setCurrentDetails, sleep } from '@temporalio/workflow';
import type { BulkChangePlan, RowRange } from '../activities/plan.ts';
import { gateText, trips } from '../domain/rollout.ts';
import type { BatchCounts, DeviceBatchInput } from './device-batch.ts';
import { runLanes } from './lanes.ts';
import { progressText, type Progress } from './progress-text.ts';
import { outOfRoom } from './room.ts';
import { runBatch } from './run-batch.ts';
import { countEnded, halt, stopBatches, type Run } from './steering.ts';

/**
 * Works off the ranges of a plan. Ends when all their batches have ended; or earlier, when the change is halted or the
 * maintenance window closes: then the batches start no further device, and wait for those under way on their own.
 * Answers `in_vain` when all batches have ended and no device with them: something else holds the rows.
 */
export async function processRound(run: Run, plan: BulkChangePlan): Promise<'worked' | 'in_vain'> {
  run.round = run.draining.size === 0 ? 1 : run.round + 1;
  const round: Round = {
    number: run.round,
    batches: new CancellationScope(),
    isStopped: false,
    batchesDone: 0,
    devicesDone: 0,
  };
  run.batches = round.batches;
  const lanes = runBatches(run, plan, round).finally(() => {
    run.draining.delete(lanes);
    run.hasDrained = true;
  });
  run.draining.add(lanes);
  const ended = lanes.then(() => {
    round.isStopped = true;
  });
  const closing = untilWindowCloses(plan.steering.closesInMs, round);
  await Promise.race([ended, closing, condition(() => run.canceling || run.paused !== null)]);
  const isWorkedOff = round.isStopped;
  if (!isWorkedOff) stopBatches(run);
  round.isStopped = true;
  return isWorkedOff && round.batchesDone > 0 && round.devicesDone === 0 ? 'in_vain' : 'worked';
}

interface Round {
  readonly number: number;
  readonly batches: CancellationScope;
  isStopped: boolean;
  batchesDone: number;
  devicesDone: number;
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
    const counts = await round.batches.run(() =>
      runBatch(run.input.bulkChangeId, batchOf(run, plan, range, round.number), round.number),
    );
    progress.processed += counts.succeeded;
    progress.failed += counts.failed;
    progress.batchesDone += 1;
    round.batchesDone += 1;
    round.devicesDone += counts.succeeded + counts.failed;
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

function batchOf(run: Run, plan: BulkChangePlan, range: RowRange, round: number): DeviceBatchInput {
  const { errorGate } = plan.steering;
  return {
    facts: plan.facts,
    ...range,
    window: plan.batchWindow,
    setBased: plan.setBased,
    dueBy: plan.dueBy,
    ...(round === 1 ? {} : { onlyPending: true }),
    ...(errorGate === null ? {} : { errorGate, endedBefore: { ...run.ended } }),
  };
}
