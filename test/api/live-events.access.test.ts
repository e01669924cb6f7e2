import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { listen } from '../support/event-listener.ts';
import { createHandTicker } from '../support/hand-ticker.ts';
import { idOf, send, startTestApi, type TestApi } from './test-api.ts';
import { createFleet, suspension } from './test-fleet.ts';

const ticker = createHandTicker();
let api: TestApi;
let path: string;
let url: string;
beforeAll(async () => {
  api = await startTestApi({ ticker });
  const fleet = await createFleet(api);
  const answer = await api.call('operator', 'POST', '/v1/bulk-changes', { body: suspension(fleet) });
  path = `/v1/bulk-changes/${idOf(answer)}/events`;
  url = `${await api.app.listen({ host: '127.0.0.1', port: 0 })}${path}`;
});
afterAll(() => api.close());

test('a change of another tenant is answered like one that does not exist', async () => {
  const foreign = await api.call('otherAdmin', 'GET', path);
  const missing = await api.call(
    'viewer',
    'GET',
    '/v1/bulk-changes/01990000-0000-7000-8000-000000000000/events',
  );
  expect(foreign.status).toBe(404);
  expect({ ...foreign.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
});

test('without a credential nobody listens', async () => {
  expect((await send(api.app, null, { method: 'GET', url: path })).status).toBe(401);
});

test('a revoked token hears no more than the stream it has, which ends within five minutes', async () => {
  const created = await api.call('admin', 'POST', '/v1/api-tokens', {
    body: { name: 'Ear', role: 'viewer' },
  });
  const headers = { authorization: `Bearer ${String(created.body['token'])}` };
  const listener = await listen(url, headers);
  await vi.waitFor(() => expect(listener.heard).toHaveLength(2), { timeout: 20_000 });
  const revoked = await api.call('admin', 'POST', `/v1/api-tokens/${idOf(created)}/revoke`);
  expect(revoked.status).toBe(200);
  api.time.now = new Date(api.time.now.getTime() + 5 * 60_000);
  ticker.tick();
  expect(await listener.over).toBe('ended');
  const again = await listen(url, { ...headers, 'last-event-id': listener.lastId() });
  expect(again.status).toBe(401);
  again.leave();
});
