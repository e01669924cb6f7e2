import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { WebhookControl } from '../../src/api/webhook-control.ts';
import { faultsOf, idOf, itemsOf, startTestApi, type Answer, type TestApi } from './test-api.ts';

let api: TestApi;
/** Endpoints that were to be tried at once, in order. */
const woken: string[] = [];
const webhooks: WebhookControl = {
  wake: async ({ endpointId }) => void woken.push(endpointId),
  test: async () => null,
};

beforeAll(async () => {
  api = await startTestApi({ webhooks });
});
beforeEach(() => api.database.prisma.webhookEndpoint.deleteMany());
afterAll(() => api.close());

const base = '/v1/webhook-endpoints';
const create = (body: object = {}): Promise<Answer> =>
  api.call('admin', 'POST', base, { body: { url: 'https://receiver.example/hooks', ...body } });
const audited = async (id: string) =>
  itemsOf(await api.call('admin', 'GET', `/v1/audit-log?subjectId=${id}`)).map(({ action }) => action);

test('an endpoint is created for every event, and its secret is in this answer only', async () => {
  const created = await create();
  expect(created.status).toBe(201);
  expect(created.headers['cache-control']).toBe('no-store');
  expect(created.body).toMatchObject({
    eventTypes: [],
    enabled: true,
    disabledReason: null,
    description: null,
  });
  const secret = String(created.body['secret']);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const id = idOf(created);
  const read = await api.call('operator', 'GET', `${base}/${id}`);
  const list = await api.call('operator', 'GET', base);
  const audit = await api.call('admin', 'GET', `/v1/audit-log?subjectId=${id}`);
  const row = await api.database.prisma.webhookEndpoint.findUniqueOrThrow({ where: { id } });
  for (const text of [read.text, list.text, audit.text, JSON.stringify(row)])
    expect(text).not.toContain(secret);
  expect(itemsOf(list)).toEqual([read.body]);
  expect(await audited(id)).toEqual(['webhook_endpoint.create']);
});

test('a rotation gives a new secret and keeps the former one for a day', async () => {
  const created = await create();
  const rotated = await api.call('admin', 'POST', `${base}/${idOf(created)}/rotate-secret`, { body: {} });
  expect(rotated.status).toBe(200);
  expect(rotated.body['secret']).not.toBe(created.body['secret']);
  expect(rotated.body['formerSecretUntil']).toBe('2026-12-02T12:00:00.000Z');
  const { secret, formerSecret } = await api.database.prisma.webhookEndpoint.findUniqueOrThrow({
    where: { id: idOf(created) },
  });
  const open = (sealed: string | null) => api.deps.encryption.decrypt(api.tenantId, String(sealed));
  expect([open(secret), open(formerSecret)]).toEqual([rotated.body['secret'], created.body['secret']]);
});

test('a change of an endpoint is stored, audited, and tried at once', async () => {
  const id = idOf(await create());
  woken.length = 0;
  const patch = (body: object) => api.call('admin', 'PATCH', `${base}/${id}`, { body });
  const changed = await patch({ eventTypes: ['bulk_change.paused'], description: 'Pages the operator' });
  expect(changed.body).toMatchObject({
    eventTypes: ['bulk_change.paused'],
    description: 'Pages the operator',
  });
  expect((await patch({ enabled: false })).body).toMatchObject({
    enabled: false,
    disabledReason: 'request',
    disabledAt: '2026-12-01T12:00:00.000Z',
  });
  expect((await patch({ enabled: true })).body).toMatchObject({ enabled: true, disabledReason: null });
  expect((await patch({})).status).toBe(200);
  expect(woken).toEqual([id, id, id, id]);
  expect(await audited(id)).toContain('webhook_endpoint.update');
});

test('a deleted endpoint is gone with its deliveries', async () => {
  const id = idOf(await create());
  expect((await api.call('admin', 'DELETE', `${base}/${id}`)).status).toBe(204);
  expect((await api.call('admin', 'GET', `${base}/${id}`)).status).toBe(404);
  expect(await audited(id)).toContain('webhook_endpoint.delete');
});

test('a tenant has twenty endpoints at most, however many are asked for at once', async () => {
  const answers = await Promise.all(Array.from({ length: 22 }, () => create()));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
  const refused = answers.filter(({ status }) => status === 422);
  expect(refused.map(faultsOf)).toEqual([[' webhook.too_many_endpoints'], [' webhook.too_many_endpoints']]);
});

test.each([
  [{ url: 'http://receiver.example/' }, 422, '/url webhook.url_refused'],
  [{ url: 'https://10.0.0.1/' }, 422, '/url webhook.url_refused'],
  [{ url: 'https://localhost:8443/' }, 422, '/url webhook.url_refused'],
  [{ url: 'https://user:word@receiver.example/' }, 422, '/url webhook.url_refused'],
  [{ eventTypes: ['bulk_change.finished'] }, 400, '/eventTypes/0 field.value'],
  [{ secret: 'mine' }, 400, '/secret field.unknown'],
])('%j is refused, when created and when changed', async (body, status, fault) => {
  const created = await create(body);
  expect([created.status, faultsOf(created)]).toEqual([status, [fault]]);
  const id = idOf(await create());
  const patched = await api.call('admin', 'PATCH', `${base}/${id}`, { body });
  expect([patched.status, faultsOf(patched)]).toEqual([status, [fault]]);
});

test.each([
  {},
  { fromSequence: 0 },
  { since: 'yesterday' },
  { fromSequence: 1, since: '2026-12-01T00:00:00Z' },
])('a replay from %j is refused', async (body) => {
  const id = idOf(await create());
  const answer = await api.call('admin', 'POST', `${base}/${id}/replay`, { body });
  expect(answer.status).toBe(400);
});

test('a delivery is reached through its own endpoint only', async () => {
  const [mine, another] = [idOf(await create()), idOf(await create())];
  const { prisma } = api.database;
  const event = await prisma.webhookEvent.create({
    data: { tenantId: api.tenantId, sequence: 1, type: 'bulk_change.paused', data: { sequence: 1 } },
  });
  const { id } = await prisma.webhookDelivery.create({
    data: { tenantId: api.tenantId, endpointId: mine, eventId: event.id, sequence: 1 },
  });
  const read = (endpoint: string, as: 'admin' | 'otherAdmin' = 'admin') =>
    api.call(as, 'GET', `${base}/${endpoint}/deliveries/${id}`);
  expect((await read(mine)).status).toBe(200);
  expect((await read(another)).status).toBe(404);
  expect((await read(mine, 'otherAdmin')).status).toBe(404);
  const replay = `${base}/${another}/deliveries/${id}/replay`;
  expect((await api.call('admin', 'POST', replay, { body: {} })).status).toBe(404);
});
