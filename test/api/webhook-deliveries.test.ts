import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';
import { createWebhookControl } from '../../src/api/webhook-control.ts';
import { webhookTestWorkflowId } from '../../src/domain/workflow-id.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { createWebhookStarter } from '../../src/platform/webhook-starter.ts';
import { startApiBeside, type ApiBeside } from '../support/api-beside.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { verified } from '../support/webhook-receiver.ts';
import { setWebhookScene, type WebhookScene } from '../workflows/webhook-scene.ts';
import { eventually } from '../workflows/scene.ts';
import { createTokenSecret } from '../../src/api/token-secret.ts';
import type { Json } from './test-api.ts';

let millpond: Millpond;
let api: ApiBeside;
let scene: WebhookScene;
let call: (method: string, path: string, body?: object) => Promise<{ status: number; body: Json }>;

beforeAll(async () => {
  millpond = await startMillpond();
  await millpond.startWorker();
  api = await startApiBeside(millpond);
});

afterAll(async () => {
  await api.close();
  await millpond.close();
});

beforeEach(async () => {
  scene = await setWebhookScene(millpond);
  const { token, sha256, hint } = createTokenSecret();
  const { tenantId, endpointId } = scene.place;
  await millpond.database.prisma.apiToken.create({
    data: { tenantId, name: 'admin', role: 'admin', tokenSha256: sha256, hint, createdBy: 'test' },
  });
  call = async (method, path, body) => {
    const response = await fetch(`${api.url}/v1/webhook-endpoints/${endpointId}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    return { status: response.status, body: (await response.json()) as Json };
  };
});
afterEach(() => scene.receiver.close());

const deliveries = async (filter = '') => {
  const { body } = await call('GET', `/deliveries${filter}`);
  return body['items'] as readonly Json[];
};
const sequences = () => scene.receiver.received.map(({ sequence }) => sequence);

test('a test message arrives signed, outside the order, and its answer is told', async () => {
  scene.receiver.answer((response) => response.writeHead(418).end('a teapot'));
  const answer = await call('POST', '/test', {});
  expect([answer.status, answer.body]).toEqual([
    200,
    {
      delivered: false,
      responseStatus: 418,
      responseText: 'a teapot',
      error: 'It answered 418.',
      durationMs: expect.any(Number) as number,
    },
  ]);
  const [received] = scene.receiver.received;
  if (received === undefined) throw new Error('Nothing arrived.');
  expect(verified(scene.secret, received)).toMatchObject({
    type: 'webhook.test',
    data: { endpointId: scene.place.endpointId },
  });
  expect(await deliveries()).toEqual([]);
  scene.receiver.answer((response) => response.end());
  await call('PATCH', '', { enabled: false });
  expect((await call('POST', '/test', {})).body).toMatchObject({ delivered: true, responseStatus: 200 });
});

test('what a receiver says to a test message is not kept by Temporal', async () => {
  scene.receiver.answer((response) => response.end('a word of a third party'));
  expect((await call('POST', '/test', {})).body['responseText']).toBe('a word of a third party');
  const [received] = scene.receiver.received;
  const workflowId = webhookTestWorkflowId(scene.place.endpointId, String(received?.id));
  const history = await millpond.client.workflow.getHandle(workflowId).fetchHistory();
  const payloads = (history.events ?? []).flatMap((event) => [
    ...(event.activityTaskCompletedEventAttributes?.result?.payloads ?? []),
    ...(event.workflowExecutionCompletedEventAttributes?.result?.payloads ?? []),
  ]);
  expect(payloads).toHaveLength(2);
  for (const { data } of payloads) expect(Buffer.from(data ?? []).toString()).not.toContain('third party');
});

test('deliveries are listed with their tries, and each is read with its body', async () => {
  await scene.happen(2);
  scene.receiver.answer((response, { sequence }) => {
    response.writeHead(sequence === 1 ? 200 : 500).end('said');
  });
  const delivering = scene.deliver();
  await eventually(async () => (await deliveries('?status=PENDING'))[0]?.['attempts']).toBe(1);
  const all = await deliveries();
  expect(all).toMatchObject([
    {
      sequence: 2,
      status: 'PENDING',
      type: 'bulk_change.resumed',
      attempts: 1,
      lastError: 'It answered 500.',
    },
    {
      sequence: 1,
      status: 'DELIVERED',
      type: 'bulk_change.paused',
      lastResponseStatus: 200,
      nextAttemptAt: null,
    },
  ]);
  expect(all[0]?.['nextAttemptAt']).not.toBeNull();
  expect((await call('GET', '/deliveries?limit=1')).body['nextCursor']).not.toBeNull();
  const { body } = await call('GET', `/deliveries/${String(all[0]?.['id'])}`);
  expect(body).toMatchObject({
    body: scene.receiver.received.at(-1)?.body,
    eventId: scene.receiver.received.at(-1)?.id,
    attemptLog: [{ responseStatus: 500, responseText: 'said', error: 'It answered 500.' }],
  });
  scene.receiver.answer((response) => response.end());
  await call('PATCH', '', { description: 'mended' });
  await delivering;
  expect(sequences()).toEqual([1, 2, 2]);
});

test('one event, or all from some point on, is delivered again', async () => {
  await scene.happen(4);
  await scene.deliver();
  const first = (await deliveries()).at(-1);
  const one = await call('POST', `/deliveries/${String(first?.['id'])}/replay`, {});
  expect([one.status, one.body['sequence']]).toEqual([202, 1]);
  await eventually(sequences).toEqual([1, 2, 3, 4, 1]);
  const some = await call('POST', '/replay', { fromSequence: 3 });
  expect([some.status, some.body]).toEqual([202, { replayed: 2, lastSequence: 4 }]);
  await eventually(sequences).toEqual([1, 2, 3, 4, 1, 3, 4]);
  const none = await call('POST', '/replay', { since: new Date(Date.now() + 60_000).toISOString() });
  expect(none.body).toEqual({ replayed: 0, lastSequence: null });
  await eventually(async () => (await deliveries('?status=PENDING')).length).toBe(0);
});

test('while Temporal is away, a caller is told to repeat', async () => {
  const away = Connection.lazy({ address: '127.0.0.1:1', connectTimeout: 200 });
  const client = new Client({ connection: away });
  const control = createWebhookControl({
    connection: away,
    starter: createWebhookStarter({ client, taskQueue: 'nowhere' }),
    logger: createLogger({ name: 'test', level: 'silent' }),
  });
  await expect(control.wake(scene.place)).rejects.toMatchObject({ code: 'service.unavailable' });
  await away.close();
});
