import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { updateWebhookEndpoint } from '../../src/db/webhook-endpoints.ts';
import { replayWebhookEvents } from '../../src/db/webhook-replay.ts';
import {
  WEBHOOK_ENDPOINT_WORKFLOW,
  webhookEndpointWorkflowId,
  webhookRelayWorkflowId,
} from '../../src/domain/workflow-id.ts';
import { createWebhookSecret } from '../../src/platform/webhook-secrets.ts';
import { createWebhookStarter } from '../../src/platform/webhook-starter.ts';
import { ensureWebhookRelay } from '../../src/worker/ensure-relays.ts';
import { eventsOf, storeEndpoint } from '../db/webhook-scene.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { verified } from '../support/webhook-receiver.ts';
import { eventually, orderFor, setScene } from './scene.ts';
import { setWebhookScene, type WebhookScene } from './webhook-scene.ts';

let millpond: Millpond;
const scenes: WebhookScene[] = [];

beforeAll(async () => {
  millpond = await startMillpond();
  await millpond.startWorker();
});

afterEach(async () => {
  for (const { receiver } of scenes.splice(0)) await receiver.close();
});

afterAll(() => millpond.close());

async function scene(more: Parameters<typeof setWebhookScene>[1] = {}): Promise<WebhookScene> {
  const made = await setWebhookScene(millpond, more);
  scenes.push(made);
  return made;
}

const sequences = ({ receiver }: WebhookScene) => receiver.received.map(({ sequence }) => sequence);
const attempts = ({ place: { tenantId } }: WebhookScene) =>
  millpond.database.prisma.webhookAttempt.findMany({ where: { tenantId }, orderBy: { id: 'asc' } });
const wake = ({ place }: WebhookScene) =>
  createWebhookStarter({ client: millpond.client, taskQueue: millpond.taskQueue }).wake(place);
const author = ({ place: { tenantId } }: WebhookScene) => ({ tenantId, actor: 'test', requestId: 'request' });

describe('the events of an endpoint', () => {
  it('arrive in their order, each once and verifiable, with its id, type and data', async () => {
    const one = await scene();
    await one.happen(3);
    await one.deliver();
    const events = await eventsOf(millpond.database, one.place.tenantId);
    expect(sequences(one)).toEqual([1, 2, 3]);
    for (const [index, received] of one.receiver.received.entries()) {
      const { type, data } = events[index] ?? {};
      expect(verified(one.secret, received)).toEqual({ type, data, timestamp: expect.any(String) as string });
      expect(received.headers['content-type']).toBe('application/json');
    }
    expect(await one.deliveries()).toEqual([
      [1, 'DELIVERED', 1],
      [2, 'DELIVERED', 1],
      [3, 'DELIVERED', 1],
    ]);
    await one.deliver();
    expect(sequences(one)).toHaveLength(3);
  });

  it('wait behind one that fails, which is tried again with the same id', async () => {
    const one = await scene();
    await one.happen(2);
    let failures = 0;
    one.receiver.answer((response) => {
      response.writeHead(failures === 0 ? 503 : 204).end('no');
      failures += 1;
    });
    const delivering = one.deliver();
    await eventually(() => sequences(one)).toEqual([1]);
    await eventually(async () => (await one.deliveries())[0]).toEqual([1, 'PENDING', 1]);
    await wake(one);
    await delivering;
    expect(sequences(one)).toEqual([1, 1, 2]);
    const [first, second] = one.receiver.received;
    expect(second?.id).toBe(first?.id);
    expect(await attempts(one)).toMatchObject([
      { responseStatus: 503, responseText: 'no', error: 'It answered 503.' },
      { responseStatus: 204, error: null },
      { responseStatus: 204, error: null },
    ]);
  });

  it('are signed by the new secret and the former one until its day is over', async () => {
    const one = await scene();
    const { prisma } = millpond.database;
    const fresh = createWebhookSecret();
    const rotate = (formerSecretUntil: Date) =>
      prisma.webhookEndpoint.update({
        where: { id: one.place.endpointId },
        data: {
          secret: millpond.encryption.encrypt(one.place.tenantId, fresh),
          formerSecret: millpond.encryption.encrypt(one.place.tenantId, one.secret),
          formerSecretUntil,
        },
      });
    await rotate(new Date(Date.now() + 60_000));
    await one.happen(1);
    await one.deliver();
    await rotate(new Date(Date.now() - 1));
    await one.happen(1);
    await one.deliver();
    const [during, after] = one.receiver.received;
    if (during === undefined || after === undefined) throw new Error('Two messages were expected.');
    for (const secret of [fresh, one.secret]) expect(() => verified(secret, during)).not.toThrow();
    expect(() => verified(fresh, after)).not.toThrow();
    expect(() => verified(one.secret, after)).toThrow();
  });
});

describe('a receiver', () => {
  it('that says it is gone gets nothing more, until it is enabled again', async () => {
    const one = await scene();
    await one.happen(2);
    one.receiver.answer((response) => response.writeHead(410).end());
    await one.deliver();
    expect(await one.endpoint()).toEqual({ enabled: false, disabledReason: 'gone' });
    expect(await one.deliveries()).toEqual([
      [1, 'FAILED', 1],
      [2, 'PENDING', 0],
    ]);
    const audit = await millpond.database.prisma.auditEntry.findMany({
      where: { tenantId: one.place.tenantId, action: 'webhook_endpoint.disable' },
    });
    expect(audit).toMatchObject([{ actor: 'Millpond', detail: { reason: 'gone', sequence: 1 } }]);
    one.receiver.answer((response) => response.end());
    const { endpointId } = one.place;
    await updateWebhookEndpoint(millpond.database, author(one), endpointId, { enabled: true }, new Date());
    await one.deliver();
    expect(sequences(one)).toEqual([1, 2]);
  });

  it('that redirects has failed', async () => {
    const one = await scene();
    await one.happen(1);
    one.receiver.answer((response) => response.writeHead(301, { location: one.receiver.url }).end());
    const run = one.deliver();
    await eventually(async () => (await attempts(one)).map(({ error }) => error)).toEqual([
      'It answered 301: redirects are not followed.',
    ]);
    one.receiver.answer((response) => response.end());
    await wake(one);
    await run;
    expect(sequences(one)).toEqual([1, 1]);
  });

  it('in a network of ours is not connected to', async () => {
    const one = await scene({ url: 'https://10.0.0.1/' });
    await one.happen(1);
    const run = one.deliver();
    const refused = 'The address leads to a network that webhooks do not reach.';
    await eventually(async () => (await attempts(one)).map(({ error }) => error)).toEqual([refused]);
    const { endpointId } = one.place;
    const { url } = one.receiver;
    await updateWebhookEndpoint(millpond.database, author(one), endpointId, { url }, new Date());
    await wake(one);
    await run;
    expect(sequences(one)).toEqual([1]);
  });
});

it('a replay delivers again, in order, what the endpoint wants from some event on', async () => {
  const one = await scene({ eventTypes: ['bulk_change.paused'] });
  await storeEndpoint(millpond.database, one.place.tenantId);
  await one.happen(5);
  await one.deliver();
  expect(sequences(one)).toEqual([1, 3, 5]);
  const { endpointId } = one.place;
  const replay = await replayWebhookEvents(millpond.database, author(one), endpointId, { fromSequence: 2 });
  expect(replay).toEqual({ replayed: 2, lastSequence: 5 });
  await one.deliver();
  expect(sequences(one)).toEqual([1, 3, 5, 3, 5]);
  const [, , , again] = one.receiver.received;
  expect(again?.id).toBe(one.receiver.received[1]?.id);
});

it('a try that was made and could not be written down is made again, with the same id', async () => {
  const one = await scene();
  await one.happen(1);
  const { pool } = millpond.database;
  // As if the worker had died between the two: the table it writes to is not there for a moment.
  await pool.query('alter table webhook_attempts rename to away');
  try {
    const run = one.deliver();
    // Only the second arrival shows that the first was not written down; to wait for one would leave it time to be.
    await eventually(() => sequences(one).length).toBeGreaterThan(1);
    await pool.query('alter table away rename to webhook_attempts');
    await run;
  } finally {
    await pool.query('alter table if exists away rename to webhook_attempts');
  }
  expect(new Set(one.receiver.received.map(({ id }) => id)).size).toBe(1);
  expect(await one.deliveries()).toEqual([[1, 'DELIVERED', 1]]);
});

it('a long backlog is delivered by runs that follow one another', async () => {
  const one = await scene();
  await one.happen(12);
  await millpond.client.workflow.start(WEBHOOK_ENDPOINT_WORKFLOW, {
    taskQueue: millpond.taskQueue,
    workflowId: webhookEndpointWorkflowId(one.place.endpointId),
    args: [{ ...one.place, triesPerRun: 5 }],
  });
  await millpond.client.workflow.getHandle(webhookEndpointWorkflowId(one.place.endpointId)).result();
  expect(sequences(one)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
});

it('a change that fails in part tells its devices and then itself, without anybody asking for it', async () => {
  const { client, taskQueue } = millpond;
  const fleetScene = await setScene(millpond, { jasperDevices: 4 });
  const one = await scene();
  const secret = createWebhookSecret();
  const { tenantId } = fleetScene.fleet;
  const sealed = millpond.encryption.encrypt(tenantId, secret);
  await storeEndpoint(millpond.database, tenantId, { url: one.receiver.url, secret: sealed });
  await fleetScene.jasper.faults({ when: { device: iccid(2) }, do: 'http', status: 400 });
  await Promise.all([ensureWebhookRelay(client, taskQueue), ensureWebhookRelay(client, taskQueue)]);
  const change = { changeType: 'statusupdate', targetStatus: 'suspended' } as const;
  const id = await millpond.submit(orderFor(fleetScene, 'jasper', change, 4));
  await millpond.ended(id);
  await eventually(() => one.receiver.received.map(({ type }) => type)).toEqual([
    'bulk_change.started',
    'device_change.failed',
    'bulk_change.failed',
  ]);
  for (const received of one.receiver.received) {
    expect(verified(secret, received)).toMatchObject({ data: { bulkChangeId: id } });
  }
  await client.workflow.getHandle(webhookRelayWorkflowId(taskQueue)).terminate('end of the test');
});
