import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { stayAlive } from '../../src/activities/stay-alive.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it.each([
  { ends: 'with its result', step: (ms: number) => waited(ms), result: 'done' },
  { ends: 'with its failure', step: (ms: number) => waited(ms).then(fail), result: 'failed' },
])('a step tells that it is alive until it ends $ends', async ({ step, result }) => {
  const environment = new MockActivityEnvironment();
  const beats = vi.fn();
  environment.on('heartbeat', beats);
  const steps = stayAlive({ step });

  const ended = environment.run(steps.step, 12_000).catch((error: unknown) => (error as Error).message);
  await vi.advanceTimersByTimeAsync(60_000);

  expect(await ended).toBe(result);
  expect(beats).toHaveBeenCalledTimes(2);
});

async function waited(ms: number): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return 'done';
}

function fail(): never {
  throw new Error('failed');
}
