import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsOf, idOf, itemsOf, startTestApi, type TestApi } from './test-api.ts';
import { createFleet, iccid, suspension } from './test-fleet.ts';

let api: TestApi;
let provider: string;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'millpond-test-uploads-'));
  api = await startTestApi({ uploads: { directory } });
  provider = (await createFleet(api, 1)).serviceProviderId;
});
afterAll(async () => {
  await api.close();
  await rm(directory, { recursive: true });
});

const load = (csv: string, query = `?serviceProviderId=${provider}`, headers: object = {}) =>
  api.call('operator', 'POST', `/v1/devices/import${query}`, {
    body: csv,
    headers: { 'content-type': 'text/csv', ...headers },
  });

async function deviceOf(number: number) {
  return itemsOf(await api.call('viewer', 'GET', `/v1/devices?q=${iccid(number)}`))[0];
}

test('a list creates devices with all that it says', async () => {
  const customer = idOf(await api.call('admin', 'POST', '/v1/customers', { body: { name: 'Owner' } }));
  const site = idOf(
    await api.call('admin', 'POST', `/v1/customers/${customer}/sites`, { body: { name: 'Depot' } }),
  );
  await api.call('admin', 'POST', '/v1/communication-plans', {
    body: { serviceProviderId: provider, name: 'Data' },
  });
  const report = await load(
    [
      'ICCID, Service Provider ID, msisdn, IMEI, status, carrier_rate_plan, Communication-Plan, customerId, siteId, sim type, usageMb',
      `${iccid(10)},${provider},12025550101,350000000000006,Active,EU-5MB,Data,${customer},${site},2FF,12.5`,
      `${iccid(11)},${provider},,,,,,,${site},,`,
    ].join('\r\n'),
    '',
  );
  expect(report.body).toEqual({ rows: 2, created: 2, updated: 0, rejected: 0, faults: [], moreFaults: 0 });
  expect(await deviceOf(10)).toMatchObject({
    msisdn: '12025550101',
    imei: '350000000000006',
    status: 'active',
    carrierRatePlan: { code: 'EU-5MB' },
    communicationPlan: { name: 'Data' },
    customerId: customer,
    siteId: site,
    simType: '2FF',
    usageMb: 12.5,
  });
  expect(await deviceOf(11)).toMatchObject({
    status: 'inventory',
    customerId: customer,
    siteId: site,
    usageMb: 0,
  });
});

test('a second list updates what it says and leaves the rest', async () => {
  await load(`iccid,status,usageMb,msisdn\n${iccid(20)},active,7,12025550102`);
  const report = await load(
    `iccid,status,usageMb,carrierRatePlan\n${iccid(20)},suspended,,EU-5MB\n${iccid(21)},,,`,
  );
  expect(report.body).toMatchObject({ created: 1, updated: 1 });
  expect(await deviceOf(20)).toMatchObject({
    status: 'suspended',
    usageMb: 7,
    msisdn: '12025550102',
    carrierRatePlan: { code: 'EU-5MB' },
  });
});

test('lines with faults are left out and reported with line and column; the others are stored', async () => {
  const report = await load(
    [
      'iccid,imei,status,carrierRatePlan,customerId',
      `${iccid(30)},,,,`,
      `8.90E+18,,,,`,
      `${iccid(31)},350000000000001,nonsense,,`,
      `${iccid(32)},,,NO-SUCH,${randomUUID()}`,
      '',
      `${iccid(30)},,,,`,
      ',,active,,',
    ].join('\n'),
  );
  expect(report.body).toMatchObject({ rows: 6, created: 1, rejected: 5, moreFaults: 0 });
  const faults = report.body['faults'] as { line: number; column: string; code: string }[];
  expect(faults.map(({ line, column, code }) => `${String(line)} ${column} ${code}`)).toEqual([
    '3 iccid import.value_malformed',
    '4 imei import.value_malformed',
    '4 status import.value_malformed',
    '5 carrierRatePlan carrier_rate_plan.not_found',
    '5 customerId customer.not_found',
    '7 iccid import.duplicate',
    '8 iccid import.value_missing',
  ]);
});

test.each([
  ['an empty file', '', ['/lines/1 import.empty']],
  [
    'an unknown and a missing column',
    'sim,status\n1,active',
    ['/lines/1/sim import.column_unknown', '/lines/1/iccid import.column_missing'],
  ],
  ['a column that stands there twice', 'iccid,ICCID\n1,2', ['/lines/1/ICCID import.column_twice']],
])('%s is refused as a whole', async (_name, csv, faults) => {
  const answer = await load(csv);
  expect(answer.status).toBe(422);
  expect(faultsOf(answer)).toEqual(faults);
});

test('a file that breaks off inside quotes stores nothing', async () => {
  const answer = await load(`iccid,status\n${iccid(40)},active\n"${iccid(41)},active\n`);
  expect(faultsOf(answer)).toEqual([expect.stringMatching(/^\/lines\/\d+ import\.unreadable$/)]);
  expect(await deviceOf(40)).toBeUndefined();
});

test('providers, customers and sites of another tenant are unknown', async () => {
  const foreign = await createFleet(api, 1, 'otherAdmin');
  const customer = idOf(await api.call('otherAdmin', 'POST', '/v1/customers', { body: { name: 'Theirs' } }));
  const csv = `iccid,serviceProviderId,customerId\n${iccid(50)},${foreign.serviceProviderId},\n${iccid(51)},${provider},${customer}`;
  const report = await load(csv, '');
  const faults = report.body['faults'] as { code: string }[];
  expect(faults.map(({ code }) => code)).toEqual(['service_provider.not_found', 'customer.not_found']);
});

test('only CSV is accepted', async () => {
  const answer = await api.call('operator', 'POST', '/v1/devices/import', { body: { iccid: '1' } });
  expect(answer.status).toBe(415);
});

test('an import with an Idempotency-Key runs once, and another file under it is refused', async () => {
  const headers = { 'idempotency-key': randomUUID() };
  const csv = `iccid\n${iccid(60)}`;
  const first = await load(csv, undefined, headers);
  expect(first.body).toMatchObject({ created: 1 });
  expect((await load(csv, undefined, headers)).text).toBe(first.text);
  expect((await load(`iccid\n${iccid(61)}`, undefined, headers)).body).toMatchObject({
    code: 'idempotency.key_reused',
  });
});

test('no uploaded file stays behind', async () => {
  await load(`iccid\n${iccid(70)}`);
  await load('nonsense\n1');
  expect(await readdir(directory)).toEqual([]);
});

test('devices are filtered by provider, status, customer and the beginning of a number', async () => {
  const iccids = async (query: string) =>
    itemsOf(await api.call('viewer', 'GET', `/v1/devices?${query}`)).map((device) => device['iccid']);
  expect(await iccids(`serviceProviderId=${provider}&status=suspended`)).toEqual([iccid(20)]);
  expect(await iccids('q=12025550102')).toEqual([iccid(20)]);
  const customer = String((await deviceOf(10))?.['customerId']);
  expect(await iccids(`customerId=${customer}`)).toEqual([iccid(10), iccid(11)]);
  expect(await iccids('archived=true')).toEqual([]);
});

test('a device is read with its latest changes, newest first', async () => {
  const fleet = await createFleet(api, 1);
  await api.call('operator', 'POST', '/v1/bulk-changes', { body: suspension(fleet) });
  await api.call('operator', 'POST', '/v1/bulk-changes', {
    body: suspension(fleet, { statusUpdate: { targetStatus: 'active' } }),
  });
  const [device] = itemsOf(
    await api.call('viewer', 'GET', `/v1/devices?serviceProviderId=${fleet.serviceProviderId}`),
  );
  const answer = await api.call('viewer', 'GET', `/v1/devices/${String(device?.['id'])}`);
  expect(answer.body).toMatchObject({
    iccid: fleet.iccids[0],
    recentChanges: [
      { status: 'PENDING', after: { status: 'active' } },
      { changeType: 'statusupdate', createdBy: 'token:operator', after: { status: 'suspended' } },
    ],
  });
});
