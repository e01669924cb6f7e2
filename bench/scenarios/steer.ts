import { setTimeout as delay } from 'node:timers/promises';
import { submitChange, postToApi } from '../change.ts';
import type { Report } from '../report.ts';
import { firstRequests } from '../simulators.ts';
import type { BenchStack } from '../stack.ts';
import { alternatingStatus } from '../status-change.ts';

const LOOK_MS = 250;
const LONGEST_MS = 10 * 60_000;
/** Long enough for whatever would still be begun to show. */
const WATCH_MS = 5_000;

/**
 * Pauses, resumes and cancels a large change while it runs: how soon the carrier hears of no new device any more, by its
 * own request log, and how soon the change is over.
 */
export async function runSteer(stack: BenchStack, devices: number, report: Report): Promise<void> {
  const url = stack.simulatorUrls.jasper;
  const { id } = await submitChange(stack, { account: 'jasper', devices }, alternatingStatus(0));
  await until('the first devices', async () => (await firstRequests(url)).length > devices / 50);
  const paused = await ask(stack, id, 'pause');
  await delay(WATCH_MS);
  const begun = await firstRequests(url);
  report.figure('steer.devices', devices);
  report.figure('steer.pauseAnsweredMs', paused.answeredMs);
  report.figure('steer.devicesBegunAtPause', begun.filter((at) => at <= paused.askedAt).length);
  report.figure('steer.devicesBegunAfterPause', begun.filter((at) => at > paused.askedAt).length);
  report.figure('steer.lastNewDeviceAfterPauseMs', Math.max(0, Math.max(...begun) - paused.askedAt));

  const resumed = await ask(stack, id, 'resume');
  await until('another device', async () => (await firstRequests(url)).length > begun.length + 100);
  const next = (await firstRequests(url)).filter((at) => at > resumed.askedAt);
  report.figure('steer.firstDeviceAfterResumeMs', Math.min(...next) - resumed.askedAt);

  const canceled = await ask(stack, id, 'cancel', { mode: 'immediate' });
  await until('the end', async () => (await readChange(stack, id)).status === 'CANCELED');
  const { counts } = await readChange(stack, id);
  report.figure('steer.overAfterCancelMs', Date.now() - canceled.askedAt);
  report.figure('steer.processed', counts.processed);
  report.figure('steer.canceled', counts.canceled);
  report.figure('steer.devicesBegun', (await firstRequests(url)).length);
}

async function ask(stack: BenchStack, id: string, action: string, body: object = {}) {
  const askedAt = Date.now();
  await postToApi(stack, `/v1/bulk-changes/${id}/${action}`, body);
  return { askedAt, answeredMs: Date.now() - askedAt };
}

interface SeenChange {
  readonly status: string;
  readonly counts: { readonly processed: number; readonly canceled: number };
}

async function readChange(stack: BenchStack, id: string): Promise<SeenChange> {
  const response = await fetch(`${stack.apiUrl}/v1/bulk-changes/${id}`, {
    headers: { authorization: `Bearer ${stack.seed.token}` },
  });
  return (await response.json()) as SeenChange;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + LONGEST_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Waited ten minutes for ${what}.`);
    await delay(LOOK_MS);
  }
}
