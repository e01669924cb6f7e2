import { condition, patched } from '@temporalio/workflow';
import type { BulkChangePlan } from '../activities/plan.ts';
import { stand } from './stand.ts';
import type { Run } from './steering.ts';
import { waitForOthers } from './wait.ts';

/** Runs that began before a paused change could end replay without it. */
const ENDS_WHILE_PAUSED = 'ends-while-paused';
const MOST_SECONDS_BETWEEN_LOOKS = 600;

/**
 * Whether a paused change has nothing left that the pause could hold up: no device to begin, none under way. Nobody would think
 * of resuming it, so it ends.
 */
export function isOverWhilePaused({ ranges, waitMs, steering }: BulkChangePlan): boolean {
  const isOver = ranges.length === 0 && waitMs === 0 && steering.beyondWave === 0 && steering.working === 0;
  return isOver && patched(ENDS_WHILE_PAUSED);
}

/** Begins nothing until somebody resumes or cancels. Ends earlier, still paused, when the database has to be looked at again. */
export async function pause(run: Run, plan: BulkChangePlan): Promise<null> {
  run.phase = 'paused';
  await stand(run, `**Paused.** ${run.paused ?? ''}`);
  if ((await rest(run, plan)) === 'look') return null;
  if (!run.canceling) await stand(run, 'Resumed.');
  return null;
}

async function rest(run: Run, { steering }: BulkChangePlan): Promise<'free' | 'look'> {
  if (steering.working > 0 && run.draining.size === 0 && patched(ENDS_WHILE_PAUSED)) {
    const terms = {
      mostSeconds: MOST_SECONDS_BETWEEN_LOOKS,
      summary: 'Until devices that a former run began are looked at again',
    };
    await waitForOthers(run, terms, () => isFree(run) || hasToLook(run));
    return isFree(run) ? 'free' : 'look';
  }
  for (;;) {
    const next = await nextMove(run);
    if (next === 'free' || patched(ENDS_WHILE_PAUSED)) return next;
    // It slept on before, so a replay does too; what comes after the replay is noticed.
    run.news = false;
    run.hasDrained = false;
  }
}

async function nextMove(run: Run): Promise<'free' | 'look'> {
  let next: 'free' | 'look' = 'look';
  await condition(() => {
    next = isFree(run) ? 'free' : 'look';
    return next === 'free' || hasToLook(run);
  });
  return next;
}

function isFree(run: Run): boolean {
  return run.canceling || run.paused === null;
}

/** Rows were opened again, or the last device under way when the database was looked at has ended. */
function hasToLook(run: Run): boolean {
  return run.news || (run.hasDrained && run.draining.size === 0);
}
