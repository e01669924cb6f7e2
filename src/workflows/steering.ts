import {
  ApplicationFailure,
  CancellationScope,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { BulkActivities } from '../activities/index.ts';
import type { Ended } from '../domain/rollout.ts';
import { BULK_STEP } from './activity-options.ts';
import {
  cancelUpdate,
  pauseUpdate,
  phaseQuery,
  promoteUpdate,
  rescheduleUpdate,
  resumeUpdate,
  workAddedSignal,
  type BulkChangeInput,
} from './messages.ts';

/** Far above what a change of a million devices needs; beyond it the run continues as new. */
const BATCHES_PER_RUN = 1_000;

/** What the run knows of itself. The devices are in the database, never here. */
export interface Run {
  readonly input: BulkChangeInput;
  phase: 'planning' | 'scheduled' | 'waiting' | 'processing' | 'paused' | 'closing' | 'closed';
  canceling: boolean;
  /** Why it is paused; null: it is not. */
  paused: string | null;
  /** It is paused because a wave has ended. */
  isAtGate: boolean;
  /** Nothing has been begun yet: its date may be moved. */
  isScheduled: boolean;
  /** Something has changed in the database that the run has to look at. */
  news: boolean;
  turns: number;
  /** The wave that is let through, from 0. */
  wave: number;
  batchesStarted: number;
  round: number;
  /** What has ended since the error gate last let the change through. */
  ended: { done: number; failed: number };
  /** Batches at work; those of a round that was stopped wait for their devices here. */
  readonly draining: Set<Promise<void>>;
  /** Holds the batches of the present round; cancelling it makes them stop starting devices. */
  batches: CancellationScope | null;
}

export function newRun(input: BulkChangeInput): Run {
  return {
    input,
    phase: 'planning',
    canceling: false,
    paused: null,
    isAtGate: false,
    isScheduled: false,
    news: false,
    turns: 0,
    wave: 0,
    batchesStarted: 0,
    round: 0,
    ended: { done: 0, failed: 0 },
    draining: new Set(),
    batches: null,
  };
}

const steps = proxyActivities<BulkActivities>({ ...BULK_STEP, summary: 'Do as it was asked' });

/** Takes what people want of the run. Each is refused at once, with its reason, where it makes no sense. */
export function listenToSteering(run: Run): void {
  setHandler(workAddedSignal, () => {
    run.news = true;
  });
  setHandler(phaseQuery, () => run.phase);
  setHandler(cancelUpdate, (mode) => cancel(run, mode === 'immediate' ? mode : 'graceful'), {
    validator: (_mode) => refuseWhenEnding(run),
  });
  setHandler(pauseUpdate, (reason) => halt(run, reason), {
    validator: (_reason) => {
      refuseWhenEnding(run);
      if (run.paused !== null) throw refusal('The change is paused already.');
    },
  });
  setHandler(resumeUpdate, () => resume(run), {
    validator: () => {
      refuseWhenEnding(run);
      if (run.paused === null) throw refusal('The change is not paused.');
      if (run.isAtGate) throw refusal('The change waits between two waves: promote it.');
    },
  });
  setHandler(promoteUpdate, () => promote(run), {
    validator: () => {
      refuseWhenEnding(run);
      if (!run.isAtGate) throw refusal('The change does not wait between two waves.');
    },
  });
  setHandler(rescheduleUpdate, (effectiveAt) => reschedule(run, effectiveAt), {
    validator: (_effectiveAt) => {
      refuseWhenEnding(run);
      if (!run.isScheduled) throw refusal('The change has begun, so its date cannot be moved.');
    },
  });
  // A cancel from the Web UI means the same as the update: stop starting devices, then close the change properly.
  CancellationScope.current().cancelRequested.catch(() => cancel(run, 'graceful'));
}

function refuseWhenEnding(run: Run): void {
  if (run.canceling || run.phase === 'closing' || run.phase === 'closed') {
    throw refusal('The change is already ending.');
  }
}

function refusal(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'bulk_change.state_conflict');
}

/** Stops starting devices. Those that wait for their first write are given back too when it is to be immediate. */
async function cancel(run: Run, mode: 'graceful' | 'immediate'): Promise<void> {
  run.canceling = true;
  run.paused = null;
  stopBatches(run);
  if (mode === 'immediate') await hold(run, true);
}

/** Begins no further device: neither here nor in a step that has not sent anything yet. */
export async function halt(run: Run, reason: string): Promise<void> {
  run.paused = reason;
  stopBatches(run);
  await hold(run, true);
}

async function resume(run: Run): Promise<void> {
  await hold(run, false);
  run.ended = { done: 0, failed: 0 };
  run.paused = null;
}

async function promote(run: Run): Promise<void> {
  run.wave += 1;
  await resume(run);
}

async function reschedule(run: Run, effectiveAt: string): Promise<void> {
  await steps.rescheduleBulkChange({ bulkChangeId: run.input.bulkChangeId, effectiveAt });
  run.news = true;
}

function hold(run: Run, halted: boolean): Promise<void> {
  return steps.holdBulkChange({
    bulkChangeId: run.input.bulkChangeId,
    runId: workflowInfo().runId,
    status: run.paused === null || !halted ? 'PROCESSING' : 'PAUSED',
    heldBy: null,
    pauseReason: halted ? run.paused : null,
    halted,
    wave: run.wave,
  });
}

export function stopBatches(run: Run): void {
  run.batches?.cancel();
}

export function countEnded(run: Run, counts: { readonly succeeded: number; readonly failed: number }): Ended {
  run.ended.done += counts.succeeded + counts.failed;
  run.ended.failed += counts.failed;
  return run.ended;
}

/** Open batches are drained before the run continues as new, since children do not move over to the next run. */
export function outOfRoom(run: Run): boolean {
  return (
    workflowInfo().continueAsNewSuggested ||
    run.batchesStarted >= (run.input.batchesPerRun ?? BATCHES_PER_RUN)
  );
}
