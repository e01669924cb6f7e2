import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startHeartbeat } from '../../src/activities/heartbeat.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});

afterEach(() => {
  vi.useRealTimers();
});

interface Note {
  readonly writeSent: boolean;
  readonly attempt: number;
}

/** What an attempt believes of the ones before it, given the details that Temporal kept. */
function believes(attempt: number, kept: unknown): Promise<boolean> {
  const environment = new MockActivityEnvironment({ attempt, heartbeatDetails: kept });
  return environment.run(async () => {
    const heartbeat = startHeartbeat();
    heartbeat.stop();
    return heartbeat.earlierWriteSent;
  });
}

it.each([
  {
    attempt: 2,
    kept: { writeSent: false, attempt: 1 },
    inDoubt: false,
    why: 'the attempt before it ended without doubt',
  },
  {
    attempt: 2,
    kept: { writeSent: true, attempt: 1 },
    inDoubt: true,
    why: 'the attempt before it ended in doubt',
  },
  { attempt: 2, kept: undefined, inDoubt: true, why: 'the attempt before it left no word' },
  {
    attempt: 3,
    kept: { writeSent: false, attempt: 1 },
    inDoubt: true,
    why: 'only an older attempt left a word',
  },
])('attempt $attempt reads first: $inDoubt, since $why', async ({ attempt, kept, inDoubt }) => {
  expect(await believes(attempt, kept)).toBe(inDoubt);
});

it('a beat under way never says that nothing was sent: the write may leave right after it', async () => {
  const environment = new MockActivityEnvironment({ attempt: 1 });
  const notes: Note[] = [];
  environment.on('heartbeat', (note: Note) => notes.push(note));

  await environment.run(async () => {
    const heartbeat = startHeartbeat();
    heartbeat.note(false);
    vi.advanceTimersByTime(5_000);
    heartbeat.report();
    heartbeat.stop();
  });

  expect(notes).toMatchObject([
    { writeSent: true, attempt: 1 },
    { writeSent: false, attempt: 1 },
  ]);
});
