import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { findFreePort } from '../../src/dev/free-port.ts';
import { createTestDatabase, type TestDatabase } from '../support/template-database.ts';

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

interface Server {
  readonly process: ChildProcess;
  readonly url: string;
  readonly metricsUrl: string;
}

/** Starts the API as a process of its own and waits for the line that says that it is ready. */
async function startServer(environment: Record<string, string>): Promise<Server> {
  const [port, metricsPort] = [await findFreePort(), await findFreePort()];
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/api/server.ts'], {
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: testDatabase.url,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      MILLPOND_API_PORT: String(port),
      MILLPOND_API_METRICS_PORT: String(metricsPort),
      MILLPOND_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A test that fails half-way must not leave its process behind.
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const server = {
    process: child,
    url: `http://127.0.0.1:${String(port)}`,
    metricsUrl: `http://127.0.0.1:${String(metricsPort)}/metrics`,
  };
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('The API is ready')) return server;
  }
  throw new Error('The API ended before it was ready.');
}

async function stop({ process: child }: Server): Promise<number | null> {
  const ended = once(child, 'exit') as Promise<[number | null]>;
  child.kill('SIGTERM');
  const [code] = await ended;
  return code;
}

test('the process becomes ready, serves, measures, and ends cleanly when asked', async () => {
  const server = await startServer({});
  const ready = await fetch(`${server.url}/health/ready`);
  expect(await ready.json()).toEqual({
    status: 'ready',
    checks: { database: 'ok', migrations: 'ok', temporal: 'ok' },
  });
  expect((await fetch(`${server.url}/v1/session`)).status).toBe(401);
  const metrics = await (await fetch(server.metricsUrl)).text();
  expect(metrics).toContain(
    'duration_seconds_count{process="api",method="GET",route="/v1/session",status="401"} 1',
  );
  expect(await stop(server)).toBe(0);
});

test('while Temporal is away the process serves, and says that it is not ready', async () => {
  const server = await startServer({ TEMPORAL_ADDRESS: `127.0.0.1:${String(await findFreePort())}` });
  const ready = await fetch(`${server.url}/health/ready`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ checks: { database: 'ok', migrations: 'ok' } });
  expect((await fetch(`${server.url}/docs`)).status).toBe(200);
  expect(await stop(server)).toBe(0);
});

test('a wrong configuration is explained and ends the process', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/api/server.ts'], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  let text = '';
  for await (const chunk of child.stderr) text += String(chunk);
  expect((await ended)[0]).not.toBe(0);
  expect(text).toContain('DATABASE_URL is missing');
});
