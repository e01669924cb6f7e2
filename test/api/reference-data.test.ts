import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsOf, idOf, itemsOf, startTestApi, type TestApi } from './test-api.ts';
import { createFleet } from './test-fleet.ts';

let api: TestApi;
let serviceProviderId: string;
beforeAll(async () => {
  api = await startTestApi();
  serviceProviderId = (await createFleet(api, 1)).serviceProviderId;
});
afterAll(() => api.close());

interface Resource {
  readonly path: string;
  readonly body: () => Record<string, unknown>;
  /** The field that must be unique. */
  readonly unique: string;
  readonly subject: string;
  readonly patch: object;
  readonly patched: object;
}

const resources: readonly Resource[] = [
  {
    path: '/v1/customers',
    body: () => ({ name: 'Example Logistics', revCustomerId: 'REV-1' }),
    unique: 'revCustomerId',
    subject: 'customer',
    patch: { active: false, accountNumber: '77' },
    patched: { active: false, accountNumber: '77', revCustomerId: 'REV-1' },
  },
  {
    path: '/v1/carrier-rate-plans',
    body: () => ({
      serviceProviderId,
      code: 'EU-10MB',
      name: 'Europe 10 MB',
      includedMb: 10,
      baseRate: 0.25,
    }),
    unique: 'code',
    subject: 'carrier_rate_plan',
    patch: { retired: true, baseRate: 0.3 },
    patched: { retiredAt: '2026-12-01T12:00:00.000Z', baseRate: 0.3, includedMb: 10 },
  },
  {
    path: '/v1/communication-plans',
    body: () => ({ serviceProviderId, name: 'Data only', allowedServices: ['DATA'] }),
    unique: 'name',
    subject: 'communication_plan',
    patch: { retired: true },
    patched: { retiredAt: '2026-12-01T12:00:00.000Z', allowedServices: ['DATA'] },
  },
  {
    path: '/v1/customer-rate-plans',
    body: () => ({ code: 'FLEET', name: 'Fleet', includedMb: 5 }),
    unique: 'code',
    subject: 'customer_rate_plan',
    patch: { name: 'Fleet 5 MB' },
    patched: { name: 'Fleet 5 MB', code: 'FLEET', includedMb: 5 },
  },
  {
    path: '/v1/customer-rate-pools',
    body: () => ({ name: 'Pool', includedMb: 1_000.125 }),
    unique: 'name',
    subject: 'customer_rate_pool',
    patch: { retired: false },
    patched: { retiredAt: null, includedMb: 1_000.125 },
  },
];

describe.each(resources)('$path', ({ path, body, unique, subject, patch, patched }) => {
  let id: string;

  test('creates, reads and lists', async () => {
    const created = await api.call('admin', 'POST', path, { body: body() });
    id = idOf(created);
    expect(created.status).toBe(201);
    expect(created.headers['location']).toBe(`${path}/${id}`);
    expect(created.body).toMatchObject(body());
    expect((await api.call('viewer', 'GET', `${path}/${id}`)).body).toEqual(created.body);
    expect(itemsOf(await api.call('viewer', 'GET', path))).toContainEqual(created.body);
  });

  test('refuses the second of the same name and says where', async () => {
    const answer = await api.call('admin', 'POST', path, {
      body: { ...body(), ...(unique === 'name' ? {} : { name: 'Another' }) },
    });
    expect(answer.body).toMatchObject({ status: 409, code: 'resource.already_exists' });
    expect(faultsOf(answer)).toEqual([`/${unique} value.taken`]);
  });

  test('changes what is named and leaves the rest', async () => {
    expect((await api.call('admin', 'PATCH', `${path}/${id}`, { body: patch })).body).toMatchObject(patched);
  });

  test('refuses unknown fields and an empty name', async () => {
    const answer = await api.call('admin', 'POST', path, { body: { ...body(), name: ' ', colour: 'red' } });
    expect(answer.status).toBe(400);
    expect(faultsOf(answer)).toEqual(['/name field.size', '/colour field.unknown']);
  });

  test('writes the audit log', async () => {
    const log = await api.call('admin', 'GET', `/v1/audit-log?subject=${subject}&subjectId=${id}`);
    expect(itemsOf(log).map((entry) => entry['action'])).toEqual([`${subject}.update`, `${subject}.create`]);
  });
});

test('a plan for a provider of another tenant is refused', async () => {
  const foreign = await createFleet(api, 1, 'otherAdmin');
  for (const path of ['/v1/carrier-rate-plans', '/v1/communication-plans']) {
    const body = {
      serviceProviderId: foreign.serviceProviderId,
      name: 'x',
      ...(path.includes('carrier') ? { code: 'x' } : {}),
    };
    expect((await api.call('admin', 'POST', path, { body })).body).toMatchObject({
      code: 'service_provider.not_found',
    });
  }
});

test('a site belongs to its customer alone', async () => {
  const [mine, other] = await Promise.all(
    ['Site owner', 'Somebody else'].map((name) =>
      api.call('admin', 'POST', '/v1/customers', { body: { name } }),
    ),
  );
  const sites = `/v1/customers/${mine === undefined ? '' : idOf(mine)}/sites`;
  const site = await api.call('admin', 'POST', sites, { body: { name: 'Depot' } });
  expect(site.status).toBe(201);
  expect((await api.call('viewer', 'GET', String(site.headers['location']))).body).toEqual(site.body);
  expect(itemsOf(await api.call('viewer', 'GET', sites))).toEqual([site.body]);
  const elsewhere = `/v1/customers/${other === undefined ? '' : idOf(other)}/sites/${idOf(site)}`;
  expect((await api.call('viewer', 'GET', elsewhere)).status).toBe(404);
  expect((await api.call('admin', 'PATCH', elsewhere, { body: { name: 'Mine' } })).status).toBe(404);
  const patched = await api.call('admin', 'PATCH', `${sites}/${idOf(site)}`, { body: { active: false } });
  expect(patched.body).toMatchObject({ name: 'Depot', active: false });
});

test('lists are filtered by retirement and name, and paged', async () => {
  const codes = async (query: string) =>
    itemsOf(await api.call('viewer', 'GET', `/v1/carrier-rate-plans?${query}`)).map((plan) => plan['code']);
  expect(await codes('retired=true')).toEqual(['EU-10MB']);
  expect(await codes('retired=false&q=eu-5')).toContain('EU-5MB');
  const first = await api.call('viewer', 'GET', '/v1/carrier-rate-plans?limit=1');
  const cursor = String(first.body['nextCursor']);
  expect(await codes(`limit=1&cursor=${cursor}`)).not.toEqual(itemsOf(first).map((plan) => plan['code']));
});

test.each(['limit=0', 'limit=-5', 'limit=abc', 'limit=99999', 'limit='])(
  '%s is never refused',
  async (query) => {
    expect((await api.call('viewer', 'GET', `/v1/customers?${query}`)).status).toBe(200);
  },
);

test('a cursor that is none, or of another kind of list, is refused', async () => {
  for (const cursor of ['abc', Buffer.from('12').toString('base64url')]) {
    const answer = await api.call('viewer', 'GET', `/v1/customers?cursor=${cursor}`);
    expect(answer.body).toMatchObject({ status: 400, code: 'cursor.invalid' });
  }
});
