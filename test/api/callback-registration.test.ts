import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createCallbackControl } from '../../src/api/callback-control.ts';
import { deviceWorkflowId, registerCallbackWorkflowId } from '../../src/domain/workflow-id.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createHttpClient, type HttpClient } from '../../src/platform/http-client.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { assembleActivities } from '../../src/worker/assemble-activities.ts';
import { startWorkers, type WorkerFleet } from '../../src/worker/start-workers.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { accountName, thingspaceSandbox, type ThingspaceSandbox } from '../simulators/thingspace-sandbox.ts';
import { quietRuntime, workflowBundle } from '../support/millpond.ts';
import { uniqueTaskQueue } from '../support/temporal-environment.ts';
import { localWebhookSender } from '../support/webhook-receiver.ts';
import { faultsOf, send, startTestApi, type Answer, type TestApi } from './test-api.ts';
import { createFleet } from './test-fleet.ts';
import { callbackUrl, createThingspaceProvider, registerUrl, secretsOf } from './thingspace-provider.ts';

const logger = createLogger({ name: 'test', level: 'silent' });
const taskQueue = uniqueTaskQueue('callbacks');
let connection: Connection;
let native: NativeConnection;
let client: Client;
let http: HttpClient;
const webhooks = localWebhookSender();
let callbacks: ReturnType<typeof createCallbackControl>;
let api: TestApi;
let workers: WorkerFleet;
/** Where the API listens, as the carrier reaches it. */
let origin: string;

beforeAll(async () => {
  quietRuntime();
  const address = inject('temporalAddress');
  connection = await Connection.connect({ address });
  native = await NativeConnection.connect({ address });
  client = new Client({ connection });
  http = createHttpClient({ connections: 8 });
  callbacks = createCallbackControl({ client, taskQueue, logger });
  api = await startTestApi({ callbacks });
  origin = await api.app.listen({ host: '127.0.0.1', port: 0 });
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
  await http.close();
  await webhooks.close();
  await api.close();
  await callbacks.close();
  await native.close();
  await connection.close();
});

const register = (id: string, headers: Record<string, string> = {}): Promise<Answer> =>
  api.call('admin', 'POST', registerUrl(id), { headers: { host: new URL(origin).host, ...headers } });
const read = (id: string): Promise<Answer> =>
  api.call('admin', 'GET', `/v1/service-providers/${id}/callbacks`);
const inbox = (serviceProviderId: string) =>
  api.database.prisma.carrierCallback.findMany({ where: { serviceProviderId } });

async function carrierKnows(sandbox: ThingspaceSandbox): Promise<unknown> {
  return (await sandbox.call('GET', `callbacks/${accountName}`)).json;
}

test('a registration reaches the carrier, and what the carrier then sends is taken', async () => {
  const sandbox = await thingspaceSandbox();
  const id = await createThingspaceProvider(api, { origin: sandbox.simulator.url });
  const before = await read(id);
  expect([before.status, before.body]).toEqual([
    200,
    {
      registered: false,
      url: null,
      requestedAt: null,
      registeredAt: null,
      errorCode: null,
      errorMessage: null,
    },
  ]);

  const answer = await register(id);

  const url = `${origin}${callbackUrl(id)}`;
  expect(answer.status).toBe(202);
  expect(answer.body).toMatchObject({ registered: true, url, errorCode: null });
  expect((await read(id)).body).toEqual(answer.body);
  const secrets = await secretsOf(api, id);
  expect(await carrierKnows(sandbox)).toEqual([
    { accountName, serviceName: 'CarrierService', url, ...secrets },
  ]);
  const requestId = await sandbox.act('suspend', [1]);
  await expect.poll(() => inbox(id)).toMatchObject([{ requestId, iccid: iccid(1) }]);
  expect((await sandbox.lines('callbacks')).map(({ status }) => status)).toEqual([200]);
});

test('a new registration gives the carrier a new user and password, and no answer or log names one', async () => {
  const sandbox = await thingspaceSandbox();
  const id = await createThingspaceProvider(api, { origin: sandbox.simulator.url });
  const first = await register(id);
  const former = await secretsOf(api, id);
  const second = await register(id);
  const present = await secretsOf(api, id);

  expect(present.username).not.toBe(former.username);
  expect(await carrierKnows(sandbox)).toMatchObject([present]);
  const body = { ...former, requestId: 'under way' };
  expect((await send(api.app, null, { method: 'POST', url: callbackUrl(id) }, { body })).status).toBe(200);
  const audit = await api.call('admin', 'GET', `/v1/audit-log?subjectId=${id}`);
  expect(audit.text).toContain('service_provider.register_callbacks');
  const { events } = await client.workflow.getHandle(registerCallbackWorkflowId(id)).fetchHistory();
  const row = await api.database.prisma.callbackRegistration.findUnique({ where: { serviceProviderId: id } });
  const said = [first.text, second.text, audit.text, JSON.stringify(events), JSON.stringify(row)];
  for (const secret of Object.values({ ...former, ...renamed(present) })) {
    for (const text of said) expect(text).not.toContain(secret);
  }
});

function renamed({ username, password }: { readonly username: string; readonly password: string }) {
  return { newUsername: username, newPassword: password };
}

test('the same Idempotency-Key registers once', async () => {
  const sandbox = await thingspaceSandbox();
  const id = await createThingspaceProvider(api, { origin: sandbox.simulator.url });
  const first = await register(id, { 'idempotency-key': `once-${id}` });
  const secrets = await secretsOf(api, id);
  const again = await register(id, { 'idempotency-key': `once-${id}` });
  expect(again.text).toBe(first.text);
  expect(await secretsOf(api, id)).toEqual(secrets);
});

test('the newest of many registrations at once is what the carrier knows', async () => {
  const sandbox = await thingspaceSandbox();
  const id = await createThingspaceProvider(api, { origin: sandbox.simulator.url });
  const answers = await Promise.all(Array.from({ length: 5 }, () => register(id)));
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
  await expect.poll(async () => (await read(id)).body['registered']).toBe(true);
  expect(await carrierKnows(sandbox)).toMatchObject([await secretsOf(api, id)]);
});

test('what the carrier refuses is told with its code, and the next registration may succeed', async () => {
  const sandbox = await thingspaceSandbox();
  const id = await createThingspaceProvider(api, { origin: sandbox.simulator.url });
  await sandbox.faults({ when: { operation: 'registerCallback' }, do: 'http', status: 403, times: 1 });
  const refused = await register(id);
  expect(refused.body).toMatchObject({
    registered: false,
    registeredAt: null,
    errorCode: 'carrier.forbidden',
  });
  const stored = await secretsOf(api, id);

  expect((await register(id)).body).toMatchObject({ registered: true, errorCode: null, errorMessage: null });
  expect(await secretsOf(api, id)).toEqual(stored);
});

test('a carrier that is shortly away is asked again', async () => {
  const sandbox = await thingspaceSandbox();
  const id = await createThingspaceProvider(api, { origin: sandbox.simulator.url });
  await sandbox.faults({ when: { operation: 'registerCallback' }, do: 'http', status: 503, times: 1 });
  expect((await register(id)).body).toMatchObject({ registered: true, errorCode: null });
});

test('only a writable ThingSpace account of one’s own can be registered', async () => {
  const { serviceProviderId: pond } = await createFleet(api, 1);
  const readOnly = await createThingspaceProvider(api, { writeEnabled: false });
  const foreign = await createThingspaceProvider(api, { as: 'otherAdmin' });
  expect(faultsOf(await register(pond))).toEqual([' callback.integration_unsupported']);
  expect(faultsOf(await register(readOnly))).toEqual([' provider.writes_disabled']);
  expect((await register(foreign)).status).toBe(404);
  expect((await read(foreign)).status).toBe(404);
  expect(
    await api.database.prisma.callbackRegistration.count({ where: { serviceProviderId: foreign } }),
  ).toBe(0);
});

test.each(['millpond.example', '203.0.113.7', 'localhost.example', '172.32.0.1', 'a:b@c'])(
  'the address http://%s is not given to a carrier',
  async (host) => {
    const id = await createThingspaceProvider(api);
    const answer = await register(id, { host });
    expect([answer.status, answer.body['code']]).toEqual([422, 'callback.address_unusable']);
    expect((await read(id)).body).toMatchObject({ url: null });
  },
);

test('a callback signals the run of its device', async () => {
  const sandbox = await thingspaceSandbox();
  const id = await createThingspaceProvider(api, { origin: sandbox.simulator.url });
  await register(id);
  // No worker takes it up: what counts is what it has been sent.
  const run = await client.workflow.start('deviceChange', {
    taskQueue: uniqueTaskQueue('nobody'),
    workflowId: deviceWorkflowId(id, iccid(1)),
    args: [],
  });
  const requestId = await sandbox.act('suspend', [1]);
  const signals = async () =>
    ((await run.fetchHistory()).events ?? []).flatMap(
      ({ workflowExecutionSignaledEventAttributes: signal }) =>
        signal == null
          ? []
          : [{ name: signal.signalName, argument: String(signal.input?.payloads?.[0]?.data) }],
    );
  await expect.poll(signals).toEqual([{ name: 'carrierNews', argument: JSON.stringify(requestId) }]);
  await run.terminate();
});

test('while Temporal is away callbacks are taken, and a registration says so', async () => {
  const sandbox = await thingspaceSandbox();
  const away = Connection.lazy({ address: '127.0.0.1:1', connectTimeout: 200 });
  const unheard = createCallbackControl({ client: new Client({ connection: away }), taskQueue, logger });
  const alone = await startTestApi({ callbacks: unheard });
  try {
    const id = await createThingspaceProvider(alone, { origin: sandbox.simulator.url });
    const refused = await alone.call('admin', 'POST', registerUrl(id));
    expect([refused.status, refused.body['code']]).toEqual([503, 'service.unavailable']);
    const body = {
      ...(await secretsOf(alone, id)),
      requestId: 'r',
      deviceIds: [{ id: iccid(1), kind: 'iccid' }],
    };
    expect((await send(alone.app, null, { method: 'POST', url: callbackUrl(id) }, { body })).status).toBe(
      200,
    );
    expect(await alone.database.prisma.carrierCallback.count()).toBe(1);
  } finally {
    await alone.close();
    await unheard.close();
    await away.close();
  }
});
