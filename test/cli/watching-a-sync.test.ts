import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { InventorySync } from '../../src/cli/watch/inventory-sync.ts';
import { answerJson, answerProblem, startContractServer, type ContractServer } from './contract-server.ts';
import { runCli, type RunOptions } from './run-cli.ts';

const PROVIDER_ID = '01990000-0000-7000-8000-0000000000bb';
const SYNC_ID = '01990000-0000-7000-8000-0000000000dd';
const MINUTE = 60_000;
const reads = `GET /v1/service-providers/${PROVIDER_ID}/syncs/${SYNC_ID}`;

let server: ContractServer;
beforeAll(async () => {
  server = await startContractServer();
  server.answer(`POST /v1/service-providers/${PROVIDER_ID}/sync`, (response) => {
    answerJson(response, 202, aSync());
  });
});
afterAll(() => server.close());

let time: number;
beforeEach(() => {
  time = Date.parse('2026-12-01T12:00:00.000Z');
});

/** A sync that has just begun. */
function aSync(more: Partial<InventorySync> = {}): InventorySync {
  return {
    id: SYNC_ID,
    serviceProviderId: PROVIDER_ID,
    status: 'RUNNING',
    startedBy: 'token:operator',
    startedAt: '2026-12-01T12:00:00.000Z',
    finishedAt: null,
    pages: 0,
    seen: 0,
    created: 0,
    updated: 0,
    drifted: 0,
    missing: 0,
    errorCode: null,
    errorMessage: null,
    workflow: { workflowId: `inventory-sync/${PROVIDER_ID}`, runId: SYNC_ID, url: 'http://127.0.0.1:8233/s' },
    ...more,
  };
}

const completed = aSync({ status: 'COMPLETED', pages: 3, seen: 300 });

const run = (words: readonly string[] = ['--watch'], options: RunOptions = {}) =>
  runCli(['sync', PROVIDER_ID, ...words], { environment: server.environment, now: () => time, ...options });

/** Answers one read of the sync after the other so much later each time, and the last of them for ever. */
function answerReads(minutes: number, ...answers: readonly InventorySync[]): void {
  server.answer(reads, (response, _request, number) => {
    time += minutes * MINUTE;
    answerJson(response, 200, answers[number - 1] ?? answers.at(-1));
  });
}

test('a sync is started, and shown as it stands', async () => {
  const { exitCode, output } = await run([]);
  expect(exitCode).toBe(0);
  expect(output).toMatch(/Status +RUNNING/);
});

test('a sync is followed to its end', async () => {
  answerReads(1, aSync({ status: 'FAILED', errorCode: 'carrier.rejected' }));
  const { exitCode, output } = await run(['--watch', '--json']);
  expect(exitCode).toBe(1);
  const lines = output.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { status: 'RUNNING' },
    { status: 'FAILED', errorCode: 'carrier.rejected' },
  ]);
});

test('a sync is watched over a restart of the API', async () => {
  server.answer(reads, (response, _request, number) => {
    if (number < 10) response.destroy();
    else answerJson(response, 200, completed);
  });
  const { exitCode, output } = await run();
  expect(exitCode).toBe(0);
  expect(output).toMatch(/Status +COMPLETED/);
});

test('an API that stays away ends the watching, and it is said that the sync goes on', async () => {
  server.answer(reads, (response) => {
    answerProblem(response, 500, 'internal.unexpected');
  });
  const { exitCode, errors } = await run();
  expect(exitCode).toBe(6);
  expect(errors).toContain('the sync goes on. Watch it again with: millpond sync');
});

test('Ctrl-C ends the watching at any point, and it is said that the sync goes on', async () => {
  const controller = new AbortController();
  server.answer(reads, () => {
    controller.abort();
  });
  const { exitCode, errors } = await run(['--watch'], { signal: controller.signal });
  expect(exitCode).toBe(130);
  expect(errors).toContain('the sync goes on');
});

test('a sync that stands still for half an hour is not watched for ever', async () => {
  answerReads(10, aSync({ pages: 1, seen: 100 }));
  const { exitCode, errors } = await run();
  expect(exitCode).toBe(1);
  expect(errors).toContain('has not moved for 30 minutes');
  expect(errors).toContain('http://127.0.0.1:8233/s');
  expect(errors).toContain(`millpond sync ${PROVIDER_ID} --watch`);
  expect(errors).not.toContain('the sync goes on');
});

test('a sync that moves may take as long as it needs', async () => {
  answerReads(20, ...[1, 2, 3].map((pages) => aSync({ pages, seen: pages * 100 })), completed);
  expect((await run()).exitCode).toBe(0);
});

test('a sync is told of only when it has moved, and not more often than each five seconds', async () => {
  const page = (pages: number) => aSync({ pages, seen: pages * 100 });
  answerReads(2 / 60, aSync(), page(1), page(2), page(3), page(3), page(4), page(5), page(5), completed);
  const { errors } = await run();
  expect(errors.trimEnd().split('\n')).toEqual([
    `Watching sync ${SYNC_ID}.`,
    'Page 1: 100 seen, 0 created, 0 updated, 0 drifted, 0 missing',
    'Page 3: 300 seen, 0 created, 0 updated, 0 drifted, 0 missing',
    'Page 5: 500 seen, 0 created, 0 updated, 0 drifted, 0 missing',
  ]);
});
