import { ApplicationFailure, CancellationScope, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Ended } from '../domain/rollout.ts';
import { bulk } from './bulk-step.ts';
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

/** What the run knows of itself. The devices are in the database, never here. */
export interface Run {
  readonly input: BulkChangeInput;
  phase: 'planning' | 'scheduled' | 'waiting' | 'processing' | 'paused' | 'closing' | 'closed';
  canceling: boolean;
  /** A cancel that gives back the devices which wait for their first write. */
  isCanceledAtOnce: boolean;
  /** Why it is paused; null: it is not. */
  paused: string | null;
  /** It is paused because a wave has ended. */
  isAtGate: boolean;
  /** Some device has had its turn: its date can no longer be moved. */
  hasBegun: boolean;
  /** Its date was moved since the last look. */
  dateMoved: boolean;
  /** What it waits for by itself. */
  heldBy: 'effective_date' | 'maintenance_window' | null;
  /** The last writing of where it stands. */
  standing: Promise<void>;
  /** Something has changed in the database that the run has to look at. */
  news: boolean;
  /** A round of batches has ended since the last look. */
  hasDrained: boolean;
  /** Looks in a row that found others still at work. */
  looksInVain: number;
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
    isCanceledAtOnce: false,
    paused: null,
    isAtGate: false,
    hasBegun: false,
    dateMoved: false,
    heldBy: null,
    standing: Promise.resolve(),
    news: false,
    hasDrained: false,
    looksInVain: 0,
    turns: 0,
    wave: 0,
    batchesStarted: 0,
    round: 0,
    ended: { done: 0, failed: 0 },
    draining: new Set(),
    batches: null,
  };
}

/**
 * Writes where the run stands, so that others see it and steps at a carrier know whether they may begin. One writing
 * follows the other and tells what holds by then, so the last one is never overtaken by an older one.
 */
export function writeStanding(run: Run): Promise<void> {
  run.standing = run.standing.then(() =>
    bulk(`Mark the change ${statusOf(run)}`).holdBulkChange({
      bulkChangeId: run.input.bulkChangeId,
      runId: workflowInfo().runId,
      status: statusOf(run),
      heldBy: run.paused === null ? run.heldBy : run.isAtGate ? 'wave_gate' : null,
      pauseReason: run.paused,
      halted: run.paused !== null || run.isCanceledAtOnce,
      wave: run.wave,
    }),
  );
  return run.standing;
}

export function statusOf(run: Run): 'PAUSED' | 'SCHEDULED' | 'PROCESSING' {
  if (run.paused !== null) return 'PAUSED';
  return run.heldBy === 'effective_date' && !run.hasBegun ? 'SCHEDULED' : 'PROCESSING';
}

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
      if (run.hasBegun) throw refusal('The change has begun, so its date cannot be moved.');
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

/** Stops starting devices. Those that wait for their first write are given back too when it is to be at once. */
async function cancel(run: Run, mode: 'graceful' | 'immediate'): Promise<void> {
  run.canceling = true;
  run.isCanceledAtOnce = mode === 'immediate';
  run.paused = null;
  stopBatches(run);
  if (mode === 'immediate') await writeStanding(run);
}

/** Begins no further device: neither here nor in a step that has not sent anything yet. */
export async function halt(run: Run, reason: string): Promise<void> {
  run.paused = reason;
  stopBatches(run);
  await writeStanding(run);
}

async function resume(run: Run): Promise<void> {
  forgetPause(run);
  await writeStanding(run);
}

/** What has failed so far no longer counts against the error gate. */
export function forgetPause(run: Run): void {
  run.ended = { done: 0, failed: 0 };
  run.paused = null;
  run.isAtGate = false;
  run.looksInVain = 0;
}

async function promote(run: Run): Promise<void> {
  run.wave += 1;
  await resume(run);
}

async function reschedule(run: Run, effectiveAt: string): Promise<void> {
  const { bulkChangeId } = run.input;
  await bulk('Move the date').rescheduleBulkChange({ bulkChangeId, effectiveAt });
  run.dateMoved = true;
}

export function stopBatches(run: Run): void {
  run.batches?.cancel();
}

export function countEnded(run: Run, counts: { readonly succeeded: number; readonly failed: number }): Ended {
  run.ended.done += counts.succeeded + counts.failed;
  run.ended.failed += counts.failed;
  return run.ended;
}
