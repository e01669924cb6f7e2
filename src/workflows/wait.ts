import { CancellationScope, condition, sleep } from '@temporalio/workflow';
import type { Run } from './steering.ts';

/** Seconds until a first look again; doubled for each one that found nothing new. */
const FIRST_LOOK_SECONDS = 2;

/** Waits until the time is up, or `isEnough` says so. */
export async function wait(milliseconds: number, summary: string, isEnough: () => boolean): Promise<void> {
  const timer = new CancellationScope();
  const due = timer.run(() => sleep(milliseconds, { summary })).catch(() => undefined);
  await Promise.race([due, condition(isEnough)]);
  timer.cancel();
}

/**
 * Waits for what another run has begun, of which this one hears nothing: it has to look again, less and less often, up to
 * every `mostSeconds`. Earlier when `isEnough` says so.
 */
export async function waitForOthers(
  run: Run,
  { mostSeconds, summary }: { readonly mostSeconds: number; readonly summary: string },
  isEnough: () => boolean,
): Promise<void> {
  const seconds = Math.min(mostSeconds, FIRST_LOOK_SECONDS * 2 ** run.looksInVain);
  run.looksInVain += 1;
  await wait(seconds * 1_000, summary, isEnough);
}
