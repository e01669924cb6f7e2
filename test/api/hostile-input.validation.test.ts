import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './test-api.ts';
import { createFleet, suspension } from './test-fleet.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const json = { 'content-type': 'application/json' };

test.each([
  ['NUL in a name', '/v1/customers', '{"name":"a\\u0000b"}'],
  ['half a surrogate pair in settings', '/v1/customer-rate-pools', '{"name":"\\ud800"}'],
  ['a poisoned prototype', '/v1/customers', '{"name":"x","__proto__":{"admin":true}}'],
  ['a body that is a list', '/v1/customers', '[]'],
  ['no body at all', '/v1/customers', ''],
  ['a number beyond every plan', '/v1/customer-rate-pools', '{"name":"x","includedMb":1e300}'],
])('%s is the caller’s fault', async (_name, url, body) => {
  const answer = await api.call('admin', 'POST', url, { body, headers: json });
  expect(answer.status).toBe(400);
  expect(answer.headers['content-type']).toContain('application/problem+json');
});

test.each([
  ['NUL in a search', '/v1/customers?q=%00', 400],
  ['wildcards in a search', '/v1/customers?q=%25_%27%22', 200],
  ['a filter given twice', '/v1/bulk-changes?status=PENDING&status=ERROR', 400],
  ['an address that cannot be decoded', '/v1/bulk-changes/%ZZ', 404],
  ['an id without end', `/v1/bulk-changes/${'x'.repeat(5_000)}`, 404],
])('%s is answered with %s %i', async (_name, url, status) => {
  const answer = await api.call('admin', 'GET', url);
  expect(answer.status).toBe(status);
  expect(answer.headers['request-id']).toMatch(/^[0-9a-f-]{36}$/);
  if (status !== 200) expect(answer.headers['content-type']).toContain('application/problem+json');
});

test('words of the language are no status words', async () => {
  const fleet = await createFleet(api, 1);
  for (const targetStatus of ['constructor', '__proto__', 'toString']) {
    const body = suspension(fleet, { statusUpdate: { targetStatus } });
    const answer = await api.call('operator', 'POST', '/v1/bulk-changes', { body });
    expect(answer.body).toMatchObject({ status: 422, code: 'status.target_unknown' });
  }
});

test('an action takes an empty body whatever its content type says', async () => {
  const { serviceProviderId, iccids } = await createFleet(api, 1);
  const stored = await api.call('operator', 'POST', '/v1/bulk-changes', {
    body: suspension({ serviceProviderId, iccids }, { processChanges: false }),
  });
  const url = `${String(stored.headers['location'])}/process`;
  expect((await api.call('operator', 'POST', url, { body: '', headers: json })).status).toBe(202);
});

test('formulas and quotes in a list of devices are text', async () => {
  const { serviceProviderId } = await createFleet(api, 1);
  const body = `iccid,simType\n8901000000000009999,"=cmd|' /C calc'!A0; drop table devices"`;
  const answer = await api.call(
    'operator',
    'POST',
    `/v1/devices/import?serviceProviderId=${serviceProviderId}`,
    {
      body,
      headers: { 'content-type': 'text/csv; charset=utf-8' },
    },
  );
  expect(answer.body).toMatchObject({ created: 1 });
});
