import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { idOf, itemsOf, startTestApi, type TestApi } from './test-api.ts';
import { createFleet, suspension, type Fleet } from './test-fleet.ts';

let api: TestApi;
let fleet: Fleet;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.database.prisma.bulkChange.updateMany({ data: { status: 'CANCELED' } });
  fleet = await createFleet(api);
});

const at = (day: number) => `2027-01-${String(day).padStart(2, '0')}T00:00:00.000Z`;

/** A suspension of the fleet on a day of January 2027. */
async function schedule(day: number, more: object = {}): Promise<string> {
  const body = suspension(fleet, {
    statusUpdate: { targetStatus: 'suspend', effectiveDate: at(day) },
    ...more,
  });
  return idOf(await api.call('operator', 'POST', '/v1/bulk-changes', { body }));
}

async function listed(query = ''): Promise<unknown[]> {
  const list = await api.call('viewer', 'GET', `/v1/scheduled-changes${query}`);
  expect(list.status).toBe(200);
  return itemsOf(list).map(({ bulkChangeId, effectiveAt, devices }) => [bulkChangeId, effectiveAt, devices]);
}

test('what waits for a date is listed by its date, with dates of single devices', async () => {
  const [first = '', second = '', third = ''] = fleet.iccids;
  const later = await schedule(20);
  const mixed = await schedule(10, {
    devices: [first, { iccid: second, effectiveDate: at(5) }, { iccid: third, effectiveDate: at(30) }],
  });
  const atOnce = await api.call('operator', 'POST', '/v1/bulk-changes', { body: suspension(fleet) });
  expect(atOnce.status).toBe(202);
  await schedule(1, { devices: ['8901999999999999999'] });
  const past = await schedule(15, { statusUpdate: { targetStatus: 'suspend', effectiveDate: '2026-01-01' } });

  expect(await listed()).toEqual([
    [mixed, at(5), 1],
    [mixed, at(10), 1],
    [later, at(20), 3],
    [mixed, at(30), 1],
  ]);
  expect(await listed()).not.toContain(past);
  const list = await api.call('viewer', 'GET', '/v1/scheduled-changes?limit=1');
  expect(itemsOf(list)[0]).toMatchObject({
    status: 'PENDING',
    changeType: 'statusupdate',
    integration: 'POND',
    serviceProviderId: fleet.serviceProviderId,
    customerId: null,
    createdBy: 'token:operator',
  });
});

test('what has begun or was canceled is no longer listed; the dates of its other devices are', async () => {
  const [first = '', second = ''] = fleet.iccids;
  const id = await schedule(10, { devices: [first, { iccid: second, effectiveDate: at(12) }] });
  const gone = await schedule(11, { processChanges: false });
  await api.call('operator', 'POST', `/v1/bulk-changes/${gone}/cancel`);
  await api.database.prisma.deviceChange.updateMany({
    where: { bulkChangeId: id, rowNumber: 1 },
    data: { status: 'PROCESSED' },
  });
  await api.database.prisma.bulkChange.update({ where: { id }, data: { status: 'PROCESSING' } });
  expect(await listed()).toEqual([[id, at(12), 1]]);
});

test('pages follow one another without a gap, also where dates are the same', async () => {
  const ids = [await schedule(10), await schedule(10), await schedule(10), await schedule(9)];
  const seen: unknown[] = [];
  let cursor = '';
  do {
    const page = await api.call('viewer', 'GET', `/v1/scheduled-changes?limit=2${cursor}`);
    seen.push(...itemsOf(page).map((item) => item['bulkChangeId']));
    const next = page.body['nextCursor'];
    cursor = typeof next === 'string' ? `&cursor=${next}` : '';
  } while (cursor !== '');
  expect(seen).toEqual([ids[3], ids[0], ids[1], ids[2]]);
  const other = await api.call('viewer', 'GET', '/v1/scheduled-changes?cursor=bm9uc2Vuc2U');
  expect([other.status, other.body['code']]).toEqual([400, 'cursor.invalid']);
});

describe('the list is narrowed', () => {
  test('to dates from an instant on and before another', async () => {
    const [, second] = [await schedule(10), await schedule(20), await schedule(30)];
    expect(await listed(`?from=${at(20)}&to=${at(30)}`)).toEqual([[second, at(20), 3]]);
  });

  test('to the devices of a customer', async () => {
    const customer = await api.call('admin', 'POST', '/v1/customers', { body: { name: 'Example Customer' } });
    const device = await api.database.prisma.device.findFirstOrThrow({
      where: { serviceProviderId: fleet.serviceProviderId, iccid: fleet.iccids[1] ?? '' },
    });
    await api.database.prisma.deviceTenant.updateMany({
      where: { deviceId: device.id },
      data: { customerId: idOf(customer) },
    });
    const id = await schedule(10);
    await schedule(11, { devices: fleet.iccids.slice(0, 1) });
    expect(await listed(`?customerId=${idOf(customer)}`)).toEqual([[id, at(10), 1]]);
    expect(await listed(`?deviceId=${device.id}`)).toEqual([[id, at(10), 1]]);
  });

  test('by what people search for', async () => {
    const id = await schedule(10);
    const other = await schedule(11, { devices: fleet.iccids.slice(0, 1) });
    expect(await listed(`?q=${String(fleet.iccids[2])}`)).toEqual([[id, at(10), 1]]);
    expect(await listed(`?q=${other.toUpperCase()}`)).toEqual([[other, at(11), 1]]);
    expect(await listed('?q=OPERATOR')).toHaveLength(2);
    expect(await listed('?q=50%25')).toEqual([]);
  });
});

test('another tenant sees nothing of it', async () => {
  await schedule(10);
  expect((await api.call('otherAdmin', 'GET', '/v1/scheduled-changes')).body).toEqual({
    items: [],
    nextCursor: null,
  });
});
