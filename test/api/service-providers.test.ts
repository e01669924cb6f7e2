import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServiceProviderSchema } from '../../src/api/contracts/service-provider.ts';
import { INTEGRATIONS } from '../../src/domain/integration.ts';
import { AMERICAN_PROVIDERS } from './american-fleet.ts';
import { faultsOf, idOf, itemsOf, startTestApi, type TestApi } from './test-api.ts';
import { createFleet } from './test-fleet.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const SECRET = 'an invented secret 4711';
const jasper = (name: string, more: object = {}) => ({
  name,
  integration: 'JASPER',
  baseUrl: 'https://carrier.example',
  credentials: { username: 'api', apiKey: SECRET },
  ...more,
});
const create = (body: unknown) => api.call('admin', 'POST', '/v1/service-providers', { body });

test('credentials go in and never come out, and are stored encrypted', async () => {
  const created = await create(jasper('Secretive'));
  expect(created.body).toMatchObject({
    credentialsSet: true,
    credentialsUpdatedAt: '2026-12-01T12:00:00.000Z',
    writeEnabled: true,
  });
  const url = `/v1/service-providers/${idOf(created)}`;
  const answers = [
    created,
    await api.call('admin', 'GET', url),
    await api.call('admin', 'GET', '/v1/service-providers'),
    await api.call('admin', 'GET', '/v1/audit-log'),
  ];
  for (const { text } of answers) expect(text).not.toContain(SECRET);
  const row = await api.database.prisma.serviceProvider.findUnique({ where: { id: idOf(created) } });
  expect(row?.credentials).toMatch(/^v1\.test\./);
  expect(JSON.parse(api.deps.encryption.decrypt(api.tenantId, row?.credentials ?? ''))).toEqual({
    username: 'api',
    apiKey: SECRET,
  });
});

test('credentials are replaced by rotating them', async () => {
  const created = await create(jasper('Rotating', { credentials: undefined }));
  expect(created.body).toMatchObject({ credentialsSet: false, credentialsUpdatedAt: null });
  const rotate = `/v1/service-providers/${idOf(created)}/credentials/rotate`;
  const refused = await api.call('admin', 'POST', rotate, { body: { credentials: { username: 'a:b' } } });
  expect(refused.status).toBe(422);
  expect(faultsOf(refused)).toEqual([
    '/credentials/username credentials.invalid',
    '/credentials/apiKey credentials.invalid',
  ]);
  const rotated = await api.call('admin', 'POST', rotate, {
    body: { credentials: { username: 'api', apiKey: SECRET } },
  });
  expect(rotated.body).toMatchObject({ credentialsSet: true });
  const log = await api.call('admin', 'GET', `/v1/audit-log?subjectId=${idOf(created)}`);
  expect(itemsOf(log)[0]).toMatchObject({ action: 'service_provider.rotate_credentials' });
});

test('settings and credentials are checked by the integration, all faults at once', async () => {
  const answer = await create({
    ...jasper('Broken', { integration: 'POND', settings: { distributorId: 'x', colour: 1 } }),
  });
  expect(answer.status).toBe(422);
  expect(faultsOf(answer)).toEqual([
    '/settings/distributorId settings.invalid',
    '/settings/colour settings.invalid',
    '/credentials/username credentials.invalid',
  ]);
  expect(answer.text).not.toContain(SECRET);
});

test.each([
  ['THINGSPACE', 'M2M'],
  ['TELEGENCE', 'MOBILITY'],
] as const)(
  'a %s account belongs to the portal %s and keeps its settings',
  async (integration, portalType) => {
    const created = await create({
      name: `An account at ${integration}`,
      integration,
      baseUrl: 'https://carrier.example',
      ...AMERICAN_PROVIDERS[integration],
    });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      integration,
      portalType,
      credentialsSet: true,
      settings: AMERICAN_PROVIDERS[integration].settings,
    });
  },
);

test.each<[string, object, string[]]>([
  [
    'THINGSPACE',
    { settings: { dailyActionsPerLine: 0 }, credentials: { appKey: 'a:b' } },
    [
      '/settings/dailyActionsPerLine settings.invalid',
      '/settings/accountName settings.invalid',
      '/credentials/appKey credentials.invalid',
      '/credentials/appSecret credentials.invalid',
      '/credentials/username credentials.invalid',
      '/credentials/password credentials.invalid',
    ],
  ],
  [
    'TELEGENCE',
    { settings: { paths: { line: 'no slash' } }, credentials: { apiKey: SECRET } },
    [
      '/settings/billingAccountNumber settings.invalid',
      '/settings/paths/line settings.invalid',
      '/credentials/appId credentials.invalid',
      '/credentials/appSecret credentials.invalid',
      '/credentials/apiKey credentials.invalid',
    ],
  ],
])('wrong settings and credentials of %s are told all at once', async (integration, documents, faults) => {
  const answer = await create(jasper(`Wrong ${integration}`, { integration, ...documents }));
  expect(answer.status).toBe(422);
  expect([...faultsOf(answer)].sort()).toEqual([...faults].sort());
});

test('every example of the contract is accepted', async () => {
  const examples = createServiceProviderSchema.meta()?.['examples'];
  if (!Array.isArray(examples)) throw new Error('The contract has a list of examples.');
  const integrations = new Set<unknown>();
  for (const example of examples as readonly unknown[]) {
    const created = await create(example);
    expect(created.status).toBe(201);
    integrations.add(created.body['integration']);
  }
  expect([...integrations].sort()).toEqual([...INTEGRATIONS].sort());
});

test.each<[string, object, string[]]>([
  ['an integration that does not exist', { integration: 'NOBODY' }, ['/integration field.value']],
  ['an address that is none', { baseUrl: 'ftp://carrier.example' }, ['/baseUrl field.format']],
  ['an address with a password', { baseUrl: 'https://a:b@carrier.example' }, ['/baseUrl field.invalid']],
  ['a day no month always has', { billingPeriodEndDay: 29 }, ['/billingPeriodEndDay field.size']],
  ['an unknown time zone', { timeZone: 'Mars/Base' }, ['/timeZone field.invalid']],
])('%s is refused', async (_name, more, faults) => {
  const answer = await create(jasper('Refused', more));
  expect(answer.status).toBe(400);
  expect(faultsOf(answer)).toEqual(faults);
});

test('carrier writes are switched off and on, and a change is refused meanwhile', async () => {
  const fleet = await createFleet(api, 1);
  const url = `/v1/service-providers/${fleet.serviceProviderId}`;
  expect((await api.call('admin', 'PATCH', url, { body: { writeEnabled: false } })).body).toMatchObject({
    writeEnabled: false,
  });
  const body = {
    serviceProviderId: fleet.serviceProviderId,
    changeType: 'statusupdate',
    devices: fleet.iccids,
    statusUpdate: { targetStatus: 'suspend' },
  };
  const refused = await api.call('operator', 'POST', '/v1/bulk-changes', { body });
  expect(refused.body).toMatchObject({ status: 422, code: 'provider.writes_disabled' });
  await api.call('admin', 'PATCH', url, { body: { writeEnabled: true } });
  expect((await api.call('operator', 'POST', '/v1/bulk-changes', { body })).status).toBe(202);
});

test('settings of a change are checked as well', async () => {
  const created = await create(jasper('Patched'));
  const answer = await api.call('admin', 'PATCH', `/v1/service-providers/${idOf(created)}`, {
    body: { settings: { requestsPerSecond: -1 } },
  });
  expect(faultsOf(answer)).toEqual(['/settings/requestsPerSecond settings.invalid']);
});

test('a provider that nothing refers to is deleted, one in use is not', async () => {
  const created = await create(jasper('Short-lived'));
  const url = `/v1/service-providers/${idOf(created)}`;
  const deleted = await api.call('admin', 'DELETE', url);
  expect([deleted.status, deleted.text]).toEqual([204, '']);
  expect((await api.call('admin', 'GET', url)).status).toBe(404);
  const fleet = await createFleet(api, 1);
  const kept = await api.call('admin', 'DELETE', `/v1/service-providers/${fleet.serviceProviderId}`);
  expect(kept.body).toMatchObject({ status: 409, code: 'resource.in_use' });
});

test('the billing connection is put, read without its password, and keeps it when a change leaves it out', async () => {
  const url = '/v1/billing-connection';
  expect((await api.call('admin', 'GET', url)).status).toBe(404);
  const body = { baseUrl: 'https://billing.example/v1', credentials: { username: 'api', password: SECRET } };
  const put = await api.call('admin', 'PUT', url, { body });
  expect(put.body).toMatchObject({ baseUrl: body.baseUrl, credentialsSet: true, writeEnabled: true });
  const again = await api.call('admin', 'PUT', url, { body: { baseUrl: body.baseUrl, writeEnabled: false } });
  expect(again.body).toMatchObject({ credentialsSet: true, writeEnabled: false });
  expect((await api.call('viewer', 'GET', url)).text).not.toContain(SECRET);
  const wrong = await api.call('admin', 'PUT', url, { body: { ...body, credentials: { username: 'api' } } });
  expect(faultsOf(wrong)).toEqual(['/credentials/password credentials.invalid']);
});
