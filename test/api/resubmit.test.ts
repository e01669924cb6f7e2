import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { activation, createAmericanFleet } from './american-fleet.ts';
import { finishedChange, rowsOf } from './finished-change.ts';
import { idOf, startTestApi, type Answer, type TestApi } from './test-api.ts';
import { createFleet, suspension, type Fleet } from './test-fleet.ts';

let api: TestApi;
let fleet: Fleet;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  fleet = await createFleet(api);
});
afterAll(() => api.close());

function resubmit(id: string, body: unknown = {}): Promise<Answer> {
  return api.call('operator', 'POST', `/v1/bulk-changes/${id}/resubmit`, { body });
}

test('a resubmission is a new change from the same request for the same devices', async () => {
  const [first = '', second = ''] = fleet.iccids;
  const devices = [{ iccid: first, imei: '350000000000006', effectiveDate: '2027-01-01' }, second];
  const rollout = { pauseOnErrorPercent: 20, minimumDevices: 10 };
  const id = await finishedChange(api, suspension(fleet, { devices, rollout, onConflict: 'reject' }), [1, 2]);

  const answer = await resubmit(id);

  expect(answer.status).toBe(202);
  expect(answer.headers['location']).toBe(`/v1/bulk-changes/${idOf(answer)}`);
  expect(answer.body).toMatchObject({ resubmitOf: id, status: 'PENDING', counts: { total: 2, pending: 2 } });
  expect(api.started).toContain(idOf(answer));
  const stored = (of: string) =>
    api.database.prisma.bulkChange.findUniqueOrThrow({
      where: { id: of },
      select: { request: true, order: true, rollout: true, onConflict: true },
    });
  expect(await stored(idOf(answer))).toEqual(await stored(id));
  const rows = await api.database.prisma.deviceChange.findMany({
    where: { bulkChangeId: idOf(answer) },
    orderBy: { rowNumber: 'asc' },
  });
  expect(rows).toMatchObject([
    {
      identifier: first,
      overrides: { imei: '350000000000006' },
      effectiveAt: new Date('2027-01-01T00:00:00Z'),
    },
    { identifier: second, overrides: null, effectiveAt: null },
  ]);
});

test('a resubmission is judged by what holds today', async () => {
  const [first = ''] = fleet.iccids;
  const id = await finishedChange(api, suspension(fleet));
  await api.database.prisma.device.updateMany({
    where: { serviceProviderId: fleet.serviceProviderId, iccid: first },
    data: { status: 'terminated' },
  });

  const answer = await resubmit(id, { processChanges: false });

  expect(api.started).not.toContain(idOf(answer));
  expect(await rowsOf(api, idOf(answer))).toMatchObject([
    { status: 'ERROR', errorCode: 'status.transition_not_allowed' },
    { status: 'PENDING' },
    { status: 'PENDING' },
  ]);
  await api.database.prisma.serviceProvider.update({
    where: { id: fleet.serviceProviderId },
    data: { writeEnabled: false },
  });
  const refused = await resubmit(id);
  expect([refused.status, refused.body['code']]).toEqual([422, 'provider.writes_disabled']);
});

test('what is personal stays sealed and goes along', async () => {
  const serviceProviderId = await createAmericanFleet(api, 'TELEGENCE');
  const primaryPlaceOfUse = { customerName: { firstName: 'Ada', lastName: 'Park' } };
  const id = await finishedChange(api, activation(serviceProviderId, { primaryPlaceOfUse }), [1]);

  const answer = await resubmit(id);

  expect(answer.body, answer.text).toMatchObject({ counts: { pending: 1 } });
  const read = (of: string) => api.database.prisma.bulkChange.findUniqueOrThrow({ where: { id: of } });
  const [before, after] = [await read(id), await read(idOf(answer))];
  expect(after.personal).toBe(before.personal);
  expect(after.order).toMatchObject({ activation: { namesPlaceOfUse: true } });
  expect(inspect(after, { depth: null })).not.toContain('Park');
});

test('a change that is at work, or that takes another one back, is not resubmitted', async () => {
  const open = await api.call('operator', 'POST', '/v1/bulk-changes', { body: suspension(fleet) });
  expect((await resubmit(idOf(open))).status).toBe(409);
  await api.call('operator', 'POST', `/v1/bulk-changes/${idOf(open)}/cancel`, {});
  const other = await createFleet(api, 1);
  const id = await finishedChange(api, suspension(other));
  const undo = await api.call('operator', 'POST', `/v1/bulk-changes/${id}/undo`, { body: {} });
  await api.database.prisma.bulkChange.update({ where: { id: idOf(undo) }, data: { status: 'PROCESSED' } });
  const answer = await resubmit(idOf(undo));
  expect([answer.status, answer.body['code']]).toEqual([409, 'bulk_change.state_conflict']);
});
