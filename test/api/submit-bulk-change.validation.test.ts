import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsOf, startTestApi, type TestApi } from './test-api.ts';
import { createFleet, suspension, type Fleet } from './test-fleet.ts';

let api: TestApi;
let fleet: Fleet;
beforeAll(async () => {
  api = await startTestApi();
  fleet = await createFleet(api);
});
afterAll(() => api.close());

const submit = (body: unknown) => api.call('operator', 'POST', '/v1/bulk-changes', { body });

test('a malformed request lists every fault at once, with pointers', async () => {
  const answer = await submit({
    serviceProviderId: 'x',
    changeType: 'nonsense',
    devices: [],
    colour: 'red',
    processChanges: 1,
  });
  expect(answer.status).toBe(400);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.body).toMatchObject({
    code: 'request.malformed',
    status: 400,
    requestId: answer.headers['request-id'],
  });
  expect(faultsOf(answer)).toEqual([
    '/serviceProviderId field.format',
    '/changeType field.invalid',
    '/processChanges field.type',
    '/devices field.size',
    '/colour field.unknown',
  ]);
});

test.each([
  [
    'an unknown field inside a block',
    { statusUpdate: { targetStatus: 'suspend', 'a/b': 1 } },
    ['/statusUpdate/a~1b field.unknown'],
  ],
  ['a number as identifier', { devices: [8901000000000000001] }, ['/devices/0 field.invalid']],
  ['a missing target status', { statusUpdate: {} }, ['/statusUpdate/targetStatus field.required']],
])('%s is malformed', async (_name, more, faults) => {
  const answer = await submit(suspension(fleet, more));
  expect(answer.status).toBe(400);
  expect(faultsOf(answer)).toEqual(faults);
});

test.each<[string, object, string[]]>([
  ['no block', { statusUpdate: undefined }, ['/statusUpdate block.missing']],
  ['a block of another type', { customerRatePlanUpdate: {} }, ['/customerRatePlanUpdate block.unexpected']],
  [
    'an unknown target status',
    { statusUpdate: { targetStatus: 'deactive' } },
    ['/statusUpdate/targetStatus status.target_unknown'],
  ],
  [
    'an unknown time zone',
    { timeZone: 'Mars/Base', statusUpdate: { targetStatus: 'suspend', effectiveDate: '2027-01-01' } },
    ['/timeZone time_zone.unknown'],
  ],
  [
    'a date that is none',
    { statusUpdate: { targetStatus: 'suspend', effectiveDate: '2027-02-30' } },
    ['/statusUpdate/effectiveDate effective_date.malformed'],
  ],
  [
    'a field of another integration',
    { statusUpdate: { targetStatus: 'suspend', mdnZipCode: '10001' } },
    ['/statusUpdate/mdnZipCode status_update.field_unsupported'],
  ],
  ['a spreadsheet’s number', { devices: ['8.90100E+18'] }, ['/devices/0 device.identifier_malformed']],
  [
    'a device named twice',
    { devices: [{ iccid: '8901000000000000001', msisdn: '2025550101' }] },
    ['/devices/0 device.identifier_count'],
  ],
  [
    'a device without a name',
    { devices: [{ imei: '350000000000006' }] },
    ['/devices/0 device.identifier_count'],
  ],
  [
    'a number given as ICCID',
    { devices: [{ iccid: '2025550101' }] },
    ['/devices/0/iccid device.identifier_malformed'],
  ],
  [
    'an IMEI with a wrong check digit',
    { devices: [{ iccid: '8901000000000000001', imei: '350000000000001' }] },
    ['/devices/0/imei device.imei_malformed'],
  ],
  [
    'a date of one device that is none',
    { devices: ['8901000000000000002', { iccid: '8901000000000000001', effectiveDate: '2027-02-30' }] },
    ['/devices/1/effectiveDate effective_date.malformed'],
  ],
])('%s is refused and nothing is stored', async (_name, more, faults) => {
  const before = await api.database.prisma.bulkChange.count();
  const answer = await submit(suspension(fleet, more));
  expect(answer.status).toBe(422);
  expect(faultsOf(answer)).toEqual(faults);
  expect(answer.body['code']).toBe(faults[0]?.split(' ')[1]);
  expect(await api.database.prisma.bulkChange.count()).toBe(before);
});

test('faults of different kinds are listed together', async () => {
  const answer = await submit(
    suspension(fleet, {
      timeZone: 'Mars/Base',
      devices: ['abc'],
      statusUpdate: { targetStatus: 'nonsense' },
    }),
  );
  expect(answer.body['code']).toBe('request.invalid');
  expect(faultsOf(answer)).toEqual([
    '/timeZone time_zone.unknown',
    '/statusUpdate/targetStatus status.target_unknown',
    '/devices/0 device.identifier_malformed',
  ]);
});

test('of very many faults a thousand are listed, with the number of the others', async () => {
  const answer = await submit(suspension(fleet, { devices: Array.from({ length: 1_500 }, () => 'abc') }));
  expect(faultsOf(answer).length).toBe(1_001);
  expect(answer.text).toContain('There are 500 more faults');
});

test('the provider of another tenant is as unknown as one that does not exist', async () => {
  const foreign = await createFleet(api, 1, 'otherAdmin');
  const answers = await Promise.all(
    [foreign.serviceProviderId, '01990000-0000-7000-8000-000000000000'].map((serviceProviderId) =>
      submit(suspension(fleet, { serviceProviderId })),
    ),
  );
  for (const answer of answers)
    expect(faultsOf(answer)).toEqual(['/serviceProviderId service_provider.not_found']);
});

test('a body that is no JSON, of another type, or too large is refused as such', async () => {
  const send = (body: string, type: string) =>
    api.call('operator', 'POST', '/v1/bulk-changes', { body, headers: { 'content-type': type } });
  expect((await send('{"a":', 'application/json')).body).toMatchObject({
    status: 400,
    code: 'request.malformed',
  });
  expect((await send('a=b', 'application/x-www-form-urlencoded')).body).toMatchObject({ status: 415 });
  const large = JSON.stringify({ name: 'x'.repeat(1_100_000) });
  const answer = await api.call('admin', 'POST', '/v1/customers', {
    body: large,
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.body).toMatchObject({ status: 413, code: 'request.too_large' });
});
