import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createSyncControl } from '../../src/api/sync-control.ts';
import { inventorySyncWorkflowId } from '../../src/domain/workflow-id.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createHttpClient, type HttpClient } from '../../src/platform/http-client.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { assembleActivities } from '../../src/worker/assemble-activities.ts';
import { startWorkers, type WorkerFleet } from '../../src/worker/start-workers.ts';
import { iccid, pondSandbox, pondSeed } from '../simulators/running-simulators.ts';
import { quietRuntime, workflowBundle } from '../support/millpond.ts';
import { uniqueTaskQueue } from '../support/temporal-environment.ts';
import { localWebhookSender } from '../support/webhook-receiver.ts';
import { eventually } from '../workflows/scene.ts';
import { faultsOf, idOf, itemsOf, startTestApi, type Json, type TestApi } from './test-api.ts';

const logger = createLogger({ name: 'test', level: 'silent' });
const taskQueue = uniqueTaskQueue('inventory');
let connection: Connection;
let native: NativeConnection;
let client: Client;
let http: HttpClient;
let webhooks: ReturnType<typeof localWebhookSender>;
let api: TestApi;
let workers: WorkerFleet;

beforeAll(async () => {
  quietRuntime();
  const address = inject('temporalAddress');
  connection = await Connection.connect({ address });
  native = await NativeConnection.connect({ address });
  client = new Client({ connection });
  http = createHttpClient({ connections: 8 });
  webhooks = localWebhookSender();
  api = await startTestApi({ syncs: createSyncControl({ client, taskQueue, logger }) });
  const { database, deps } = api;
  workers = await startWorkers({
    ...{ connection: native, namespace: 'default', taskQueue },
    activities: assembleActivities({
      ...{ database, client, encryption: deps.encryption, http, webhooks, clock: systemClock, taskQueue },
      ...{ batchSize: 100, setBasedFrom: 1_000, groupCommitLingerMs: 20 },
    }),
    workflows: { workflowBundle: await workflowBundle() },
  });
});

afterAll(async () => {
  await workers.shutdown();
  await webhooks.close();
  await http.close();
  await api.close();
  await native.close();
  await connection.close();
});

let providers = 0;

/** A POND account of ours with three SIMs at its carrier, of which none is known here yet. */
async function pondAccount() {
  providers += 1;
  const allOn = {
    simDataServiceStatus: 'ENABLED',
    simVoiceServiceStatus: 'ENABLED',
    simSmsServiceStatus: 'ENABLED',
    statusOfSim: 'In-Service',
  };
  const devices = [1, 2, 3].map((at) => ({ account: 'pond-77', iccid: iccid(at), ...allOn }));
  const sandbox = await pondSandbox({ seed: { ...pondSeed, devices } });
  const provider = await api.call('admin', 'POST', '/v1/service-providers', {
    body: {
      name: `POND ${String(providers)}`,
      integration: 'POND',
      baseUrl: `${sandbox.simulator.url}/ds/u/distributorPPUService/v1`,
      settings: { distributorId: 77 },
      credentials: { apiKey: 'key-77' },
      timeZone: 'Europe/Berlin',
    },
  });
  const id = idOf(provider);
  return { id, sandbox, url: `/v1/service-providers/${id}` };
}

/** The run before may be ending still. */
async function startedSync(url: string): Promise<string> {
  const start = () => api.call('operator', 'POST', `${url}/sync`);
  let started = await start();
  await eventually(async () => (started.status === 202 ? started : (started = await start())).status).toBe(
    202,
  );
  return idOf(started);
}

const ended = (url: string, syncId: string, status = 'COMPLETED') =>
  eventually(async () => (await api.call('viewer', 'GET', `${url}/syncs/${syncId}`)).body).toMatchObject({
    status,
  });

test('a sync reads the carrier’s devices, and says who asked for it and where it runs', async () => {
  const { id, url } = await pondAccount();

  const started = await api.call('operator', 'POST', `${url}/sync`);

  expect(started.status).toBe(202);
  const syncId = idOf(started);
  expect(started.headers['location']).toBe(`${url}/syncs/${syncId}`);
  expect(started.body).toMatchObject({
    serviceProviderId: id,
    startedBy: 'token:operator',
    errorCode: null,
    workflow: { workflowId: `inventory-sync/${id}`, runId: syncId },
  });
  await ended(url, syncId);
  const [sync] = itemsOf(await api.call('viewer', 'GET', `${url}/syncs`));
  expect(sync).toMatchObject({
    id: syncId,
    status: 'COMPLETED',
    seen: 3,
    created: 3,
    startedBy: 'token:operator',
  });
  const audit = await api.call('admin', 'GET', `/v1/audit-log?subjectId=${id}`);
  expect(itemsOf(audit)).toContainEqual(
    expect.objectContaining({ action: 'service_provider.sync', actor: 'token:operator' }),
  );
});

test('a second call while a sync runs is answered with that one, and a repeated call with its first answer', async () => {
  const { url, sandbox } = await pondAccount();
  await sandbox.faults({ when: { operation: 'searchSims' }, do: 'slow', ms: 1_000, times: 1 });
  const headers = { 'idempotency-key': 'sync-once' };
  const first = await api.call('operator', 'POST', `${url}/sync`, { headers });

  const second = await api.call('admin', 'POST', `${url}/sync`);
  expect([second.status, idOf(second), second.body['startedBy']]).toEqual([
    202,
    idOf(first),
    'token:operator',
  ]);
  await ended(url, idOf(first));

  const repeated = await api.call('operator', 'POST', `${url}/sync`, { headers });
  expect(repeated.text).toBe(first.text);
  expect(itemsOf(await api.call('viewer', 'GET', `${url}/syncs`))).toHaveLength(1);
});

test('the list of syncs goes on where its cursor says, newest first', async () => {
  const { url } = await pondAccount();
  const ids: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    ids.push(await startedSync(url));
    await ended(url, ids.at(-1) ?? '');
  }

  const first = await api.call('viewer', 'GET', `${url}/syncs?limit=2`);
  const next = String(first.body['nextCursor']);
  const second = await api.call('viewer', 'GET', `${url}/syncs?limit=2&cursor=${next}`);

  expect([...itemsOf(first), ...itemsOf(second)].map(({ id }) => id)).toEqual(ids.reverse());
  expect(second.body['nextCursor']).toBeNull();
});

test('what was changed behind our back stands at the device until somebody takes note of it', async () => {
  const { id, url, sandbox } = await pondAccount();
  await ended(url, await startedSync(url));
  const { json } = await sandbox.admin('GET', `devices/${iccid(2)}`);
  await sandbox.admin('POST', 'devices', [{ ...(json as object), statusOfSim: 'Terminated' }]);
  await ended(url, await startedSync(url));

  const list = (drift: boolean) =>
    api.call('viewer', 'GET', `/v1/devices?serviceProviderId=${id}&drift=${String(drift)}`);
  const [device, ...others] = itemsOf(await list(true));
  expect(others).toEqual([]);
  expect(device).toMatchObject({
    iccid: iccid(2),
    status: 'terminated',
    drift: [{ field: 'status', believed: 'active', found: 'terminated', lastBulkChangeId: null }],
  });
  expect(itemsOf(await list(false))).toHaveLength(2);

  const acknowledge = `/v1/devices/${String(device?.['id'])}/drift/acknowledge`;
  const other = await api.call('operator', 'POST', acknowledge, { body: { fields: ['presence'] } });
  expect(other.body['drift']).toHaveLength(1);
  const noted = await api.call('operator', 'POST', acknowledge);
  expect([noted.status, noted.body['drift']]).toEqual([200, []]);
  expect(itemsOf(await list(true))).toEqual([]);
});

test('a sync of an account without credentials fails, and says what to do about it', async () => {
  const provider = await api.call('admin', 'POST', '/v1/service-providers', {
    body: {
      name: 'Without',
      integration: 'POND',
      baseUrl: 'https://carrier.example',
      settings: { distributorId: 1 },
    },
  });
  const url = `/v1/service-providers/${idOf(provider)}`;

  const syncId = await startedSync(url);

  await ended(url, syncId, 'FAILED');
  const { body } = await api.call('viewer', 'GET', `${url}/syncs/${syncId}`);
  expect(body).toMatchObject({ errorCode: 'provider.credentials_missing' });
});

test('a schedule is kept, shown, replaced, run and removed', async () => {
  const { id, url } = await pondAccount();
  const schedule = `${url}/sync-schedule`;
  expect((await api.call('viewer', 'GET', schedule)).status).toBe(404);

  const made = await api.call('admin', 'PUT', schedule, { body: { every: '24h', at: '03:00' } });
  expect(made.body).toMatchObject({ every: '24h', at: '03:00', timeZone: 'Europe/Berlin' });
  const replaced = await api.call('admin', 'PUT', schedule, { body: { every: '6h' } });
  expect(replaced.body).toMatchObject({ every: '6h', at: null });
  expect((await api.call('viewer', 'GET', schedule)).body).toEqual(replaced.body);

  await client.schedule.getHandle(inventorySyncWorkflowId(id)).trigger();
  const newest = async (): Promise<Json | undefined> =>
    itemsOf(await api.call('viewer', 'GET', `${url}/syncs`))[0];
  await eventually(newest).toMatchObject({ startedBy: 'schedule', status: 'COMPLETED', created: 3 });

  expect((await api.call('admin', 'DELETE', schedule)).status).toBe(204);
  expect((await api.call('viewer', 'GET', schedule)).status).toBe(404);
  expect((await api.call('admin', 'DELETE', schedule)).status).toBe(404);
});

test('a schedule goes with its service provider', async () => {
  const { id, url } = await pondAccount();
  await api.call('admin', 'PUT', `${url}/sync-schedule`, { body: { every: '6h' } });

  expect((await api.call('admin', 'DELETE', url)).status).toBe(204);

  await expect(client.schedule.getHandle(inventorySyncWorkflowId(id)).describe()).rejects.toThrow();
});

test('a schedule that was left behind by a service provider ends itself', async () => {
  const { id, url } = await pondAccount();
  await api.call('admin', 'PUT', `${url}/sync-schedule`, { body: { every: '6h' } });
  await api.database.prisma.serviceProvider.delete({ where: { id } });
  const handle = client.schedule.getHandle(inventorySyncWorkflowId(id));

  await handle.trigger();

  await eventually(() =>
    handle.describe().then(
      () => 'kept',
      () => 'gone',
    ),
  ).toBe('gone');
});

test.each([
  [{ every: '5m' }, '/every field.invalid'],
  [{ every: 'daily' }, '/every field.invalid'],
  [{ every: '6h', at: '03:00' }, '/at field.invalid'],
  [{ every: '24h', at: '3 am' }, '/at field.format'],
  [{ every: '24h', timeZone: 'Mars' }, '/timeZone field.invalid'],
])('the schedule %o is refused', async (body, fault) => {
  const { url } = await pondAccount();

  const answer = await api.call('admin', 'PUT', `${url}/sync-schedule`, { body });

  expect(faultsOf(answer)).toEqual([fault]);
});

test('without Temporal, a sync is refused for now', async () => {
  const away = Connection.lazy({ address: '127.0.0.1:9', connectTimeout: 200 });
  const control = createSyncControl({ client: new Client({ connection: away }), taskQueue, logger });
  const target = { tenantId: 'x', serviceProviderId: 'x', name: 'x', integration: 'POND' } as const;

  await expect(control.start(target)).rejects.toMatchObject({ code: 'service.unavailable' });
  await away.close();
});
