import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  patched,
  setCurrentDetails,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { BulkChangePlan } from '../activities/plan.ts';
import { announceClosed } from './announce-closed.ts';
import type { bulkChange } from './bulk-change.ts';
import { processRound } from './batch-round.ts';
import { bulk } from './bulk-step.ts';
import type { BulkChangeInput, BulkChangeResult } from './messages.ts';
import { isOverWhilePaused, pause } from './pause.ts';
import { outOfRoom } from './room.ts';
import { stand } from './stand.ts';
import { forgetPause, listenToSteering, newRun, type Run } from './steering.ts';
import { wait, waitForOthers } from './wait.ts';

/**
 * Waits for dates, windows and gates, works the rows that are due off in batches, and closes the change with the status
 * that its devices' outcomes give. At every turn it asks the database what is left, so a run that begins after a crash, a
 * pause or a retry goes on where things stand, and running once more than needed does nothing.
 */
export async function steeredBulkChange(input: BulkChangeInput): Promise<BulkChangeResult> {
  const run = newRun(input);
  listenToSteering(run);
  return CancellationScope.nonCancellable(() => work(run));
}

async function work(run: Run): Promise<BulkChangeResult> {
  for (;;) {
    run.phase = 'planning';
    run.news = false;
    run.dateMoved = false;
    run.hasDrained = false;
    const plan = await bulk('Find what is due and cut it into batches').planBulkChange({
      bulkChangeId: run.input.bulkChangeId,
      runId: workflowInfo().runId,
      onlyPending: run.draining.size > 0,
    });
    takeOver(run, plan);
    const closed = await turn(run, plan);
    if (closed !== null) return closed;
    if (outOfRoom(run) && run.draining.size === 0 && !run.canceling) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof bulkChange>(run.input);
    }
  }
}

/** A run that follows another one begins where that stood. */
function takeOver(run: Run, { steering }: BulkChangePlan): void {
  // A pause that was asked for before the first look holds as well.
  if (run.turns === 0) {
    run.paused ??= steering.paused;
    run.isAtGate ||= steering.isAtGate ?? false;
  }
  run.turns += 1;
  run.wave = Math.max(run.wave, steering.wave);
  run.hasBegun ||= steering.begun;
}

/** One turn: waits for what holds the change up, or works, or closes it. Null: look again. */
async function turn(run: Run, plan: BulkChangePlan): Promise<BulkChangeResult | null> {
  if (run.canceling) return close(run);
  if (run.paused !== null) return isOverWhilePaused(plan) ? closePaused(run) : pause(run, plan);
  // What was planned is for another date.
  if (run.dateMoved) return null;
  const { steering, ranges } = plan;
  if (run.wave > steering.wave) return nextWave(run);
  if (ranges.length > 0 && steering.opensInMs > 0) return waitForWindow(run, steering.opensInMs);
  if (ranges.length > 0 && hasToDrain(run)) return drainForNextRun(run);
  if (ranges.length > 0) return process(run, plan);
  if (plan.waitMs > 0) return waitForDate(run, plan);
  if (run.draining.size > 0) return drain(run);
  if (steering.beyondWave > 0) return endOfWave(run, plan);
  return close(run);
}

async function process(run: Run, plan: BulkChangePlan): Promise<null> {
  run.phase = 'processing';
  run.hasBegun = true;
  await stand(run, 'At work.');
  if (isAsked(run)) return null;
  const outcome = await processRound(run, plan);
  if (outcome === 'worked') run.looksInVain = 0;
  else await waitForBatchesOfOthers(run);
  return null;
}

/** Batches of a former run may still be open, under the ids of those that this one would start. */
async function waitForBatchesOfOthers(run: Run): Promise<void> {
  // Runs that began before looked again at once.
  if (!patched('waits-for-batches-of-others')) return;
  const terms = { mostSeconds: 60, summary: 'Until rows that another run’s batch holds are looked at again' };
  await waitForOthers(run, terms, () => hasNews(run));
}

/** Somebody wants something else than what this turn was planned for. */
function isAsked(run: Run): boolean {
  return run.canceling || run.paused !== null;
}

/** Somebody wants something else, or there is something to look at. */
function hasNews(run: Run): boolean {
  return isAsked(run) || run.news || run.dateMoved;
}

/** One durable timer for all rows of a date, not one for each device. */
async function waitForDate(run: Run, plan: BulkChangePlan): Promise<null> {
  run.phase = 'scheduled';
  const date = plan.effectiveAt ?? '';
  await stand(run, `Waiting for the effective date, ${date}.`, 'effective_date');
  await wait(plan.waitMs, `Effective date ${date}`, () => hasNews(run));
  return null;
}

async function waitForWindow(run: Run, opensInMs: number): Promise<null> {
  run.phase = 'waiting';
  await stand(run, 'Waiting for the maintenance window.', 'maintenance_window');
  await wait(opensInMs, 'Until the maintenance window opens', () => hasNews(run));
  return null;
}

/** Devices that were begun before a pause are still under way. */
async function drain(run: Run): Promise<null> {
  run.phase = 'processing';
  const before = run.draining.size;
  await condition(() => isAsked(run) || run.news || run.draining.size < before);
  return null;
}

/** There is no room for a further batch, and the run cannot continue as new while batches of a stopped round are open. */
function hasToDrain(run: Run): boolean {
  // Runs that began before could go round and round instead.
  return run.draining.size > 0 && outOfRoom(run) && patched('drains-for-next-run');
}

function drainForNextRun(run: Run): Promise<null> {
  setCurrentDetails('Waiting for devices that are under way; the others follow in a new run.');
  return drain(run);
}

async function endOfWave(run: Run, { steering, processed, failed }: BulkChangePlan): Promise<null> {
  if (steering.pausesAfterWave) {
    run.isAtGate = true;
    run.paused = `Wave ${String(run.wave + 1)} of ${String(steering.waves)} has ended: ${String(processed)} processed, ${String(failed)} failed. Promote the next one.`;
    return null;
  }
  run.wave += 1;
  return null;
}

/** Lets the wave through that somebody promoted, or that is due by itself. */
async function nextWave(run: Run): Promise<null> {
  await stand(run, `Wave ${String(run.wave + 1)} begins.`);
  return null;
}

/** A pause that is still being written would hold up a retry that comes after the close. */
async function closePaused(run: Run): Promise<BulkChangeResult | null> {
  await run.standing;
  return close(run);
}

async function close(run: Run): Promise<BulkChangeResult | null> {
  run.phase = 'closing';
  if (run.draining.size > 0) await Promise.all(run.draining);
  const closed = await bulk('Close the change by its devices’ outcomes').closeBulkChange({
    bulkChangeId: run.input.bulkChangeId,
    cancelPending: run.canceling,
  });
  if (closed.closed) await condition(allHandlersFinished);
  if (closed.closed && !run.news) {
    run.phase = 'closed';
    return announceClosed(closed);
  }
  // Rows are open again, so a cancel may be asked for again; one that was asked for before does not concern them. Nor does a
  // pause under which the change has ended.
  run.phase = 'planning';
  run.canceling = false;
  run.isCanceledAtOnce = false;
  if (closed.closed && run.paused !== null) forgetPause(run);
  if (!run.news) await sleep('1 second', { summary: 'Until the rows left over are taken up' });
  return null;
}
