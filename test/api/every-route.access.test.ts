import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addAuthorization, UndeclaredRouteError } from '../../src/api/plugins/authorize.ts';
import { fastify } from 'fastify';
import type { ApiApp } from '../../src/api/api-app.ts';
import { ROLES, roleMay, type Permission } from '../../src/domain/permission.ts';
import { send, startTestApi, type TestApi } from './test-api.ts';
import { createFleet, suspension } from './test-fleet.ts';
import { listRoutes, type ListedRoute } from './route-list.ts';

let api: TestApi;
let routes: readonly ListedRoute[];
/** Ids of things that the other tenant has, by the address they are read at. */
let foreignIds: ReadonlyMap<string, string>;

beforeAll(async () => {
  api = await startTestApi({ metrics: new Registry() });
  routes = await listRoutes(api.deps);
  foreignIds = await createOneOfEach(api);
});
afterAll(() => api.close());

const MISSING = '01990000-0000-7000-8000-000000000000';

/** What makes a POST or PATCH pass validation, so that the id decides. */
const BODIES: Readonly<Record<string, unknown>> = {
  'POST /v1/service-providers/:id/credentials/rotate': { credentials: { apiKey: 'x' } },
  'POST /v1/customers/:id/sites': { name: 'x' },
  'PUT /v1/service-providers/:id/sync-schedule': { every: '24h' },
  'POST /v1/bulk-changes/:id/reschedule': { effectiveDate: '2027-01-01' },
  'POST /v1/webhook-endpoints/:id/replay': { fromSequence: 1 },
};

test('every route is open on purpose or needs a permission', () => {
  const open = routes.filter(({ config }) => config.public === true).map(({ url }) => url);
  // A carrier names its user and password in the message itself.
  expect(open.filter((url) => url.startsWith('/v1/'))).toEqual([
    '/v1/carrier-callbacks/thingspace/:serviceProviderId',
  ]);
  for (const route of routes) {
    expect(route.config.public === true || route.config.permission !== undefined, route.name).toBe(true);
  }
});

test('the API does not start with a route that declares nothing', async () => {
  const app = fastify() as unknown as ApiApp;
  addAuthorization(app);
  app.get('/undeclared', async () => ({}));
  await expect(app.ready()).rejects.toThrow(UndeclaredRouteError);
  await app.close();
});

test('without a credential, every route that needs one answers 401 and a challenge', async () => {
  for (const { name, method, url } of guarded()) {
    const answer = await send(api.app, null, { method, url: fill(url, MISSING) });
    expect([name, answer.status, answer.body['code']]).toEqual([name, 401, 'credential.missing']);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
  }
});

describe.each(ROLES)('a token of role %s', (role) => {
  test('is refused exactly where the role lacks the permission', async () => {
    for (const { name, method, url, config } of guarded()) {
      const answer = await api.call(role, method, fill(url, MISSING), method === 'GET' ? {} : { body: {} });
      const isAllowed = roleMay(role, config.permission as Permission);
      expect([name, answer.status === 403]).toEqual([name, !isAllowed]);
    }
  });
});

test('another tenant’s id and a missing one get the same bytes from every route', async () => {
  const compared: string[] = [];
  for (const { name, method, url } of guarded().filter((route) => route.url.includes(':id'))) {
    const foreignId = foreignIds.get(url.slice(0, url.indexOf('/:id')));
    expect(foreignId, `No foreign thing for ${name}`).toBeDefined();
    const options = method === 'GET' || method === 'DELETE' ? {} : { body: BODIES[name] ?? {} };
    const foreign = await api.call('admin', method, fill(url, String(foreignId)), options);
    const missing = await api.call('admin', method, fill(url, MISSING), options);
    const malformed = await api.call('admin', method, fill(url, 'not-an-id'), options);
    expect([name, foreign.status]).toEqual([name, 404]);
    expect(withoutRequestId(foreign.text)).toBe(withoutRequestId(missing.text));
    expect(withoutRequestId(malformed.text)).toBe(withoutRequestId(missing.text));
    compared.push(name);
  }
  expect(compared.length).toBeGreaterThan(15);
});

test('nothing of another tenant stands in any list', async () => {
  for (const { url } of guarded().filter(
    ({ method, url: path }) => method === 'GET' && !path.includes(':'),
  )) {
    const answer = await api.call('admin', 'GET', url);
    for (const id of foreignIds.values()) expect(answer.text).not.toContain(id);
  }
});

function guarded(): readonly ListedRoute[] {
  return routes.filter(({ config }) => config.public !== true);
}

function fill(url: string, id: string): string {
  return url.replace(':id', id).replace(':siteId', id).replace(':syncId', id).replace(':deliveryId', id);
}

function withoutRequestId(text: string): string {
  return text.replace(/"requestId":"[^"]*"/, '');
}

async function createOneOfEach(testApi: TestApi): Promise<ReadonlyMap<string, string>> {
  const fleet = await createFleet(testApi, 1, 'otherAdmin');
  const { serviceProviderId } = fleet;
  const bodies: Record<string, object> = {
    '/v1/bulk-changes': suspension(fleet),
    '/v1/customers': { name: 'Foreign' },
    '/v1/communication-plans': { serviceProviderId, name: 'Foreign' },
    '/v1/customer-rate-plans': { code: 'F', name: 'Foreign' },
    '/v1/customer-rate-pools': { name: 'Foreign' },
    '/v1/api-tokens': { name: 'Foreign', role: 'viewer' },
    '/v1/webhook-endpoints': { url: 'https://foreign.example/' },
  };
  const ids = new Map([['/v1/service-providers', serviceProviderId]]);
  for (const [url, body] of Object.entries(bodies)) {
    const answer = await testApi.call('otherAdmin', 'POST', url, { body });
    ids.set(url, String(answer.body['id']));
  }
  for (const url of ['/v1/devices', '/v1/carrier-rate-plans']) {
    const list = await testApi.call('otherAdmin', 'GET', url);
    ids.set(url, String((list.body['items'] as { id: string }[])[0]?.id));
  }
  return ids;
}
