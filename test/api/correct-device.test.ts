import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectCountsOfRows } from '../db/stored-change.ts';
import { activation, createAmericanFleet } from './american-fleet.ts';
import { finish, finishedChange, rowsOf } from './finished-change.ts';
import { faultsOf, idOf, itemsOf, startTestApi, type Answer, type Json, type TestApi } from './test-api.ts';
import { createFleet, iccid, suspension, type Fleet } from './test-fleet.ts';

let api: TestApi;
let fleet: Fleet;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  fleet = await createFleet(api, 4);
});
afterAll(() => api.close());

const IMEI = '350000000000006';
const UNKNOWN_ICCID = iccid(99);

/** The fleet's first three devices, and one that nobody has; the second failed, the last was refused. */
async function failedChange(more: object = {}): Promise<string> {
  const devices = [...fleet.iccids.slice(0, 3), UNKNOWN_ICCID];
  return finishedChange(api, suspension(fleet, { devices, ...more }), [2]);
}

async function row(id: string, rowNumber: number): Promise<Json> {
  const found = (await rowsOf(api, id)).find((each) => each['rowNumber'] === rowNumber);
  if (found === undefined) throw new Error(`There is no row ${String(rowNumber)}.`);
  return found;
}

async function correct(id: string, rowNumber: number, body: object): Promise<Answer> {
  const { id: rowId } = await row(id, rowNumber);
  return api.call('operator', 'PATCH', `/v1/bulk-changes/${id}/devices/${String(rowId)}`, { body });
}

test('a row with a wrong identifier is corrected, tried again, and the others are untouched', async () => {
  const id = await failedChange();
  const others = (await rowsOf(api, id)).slice(0, 3);
  api.started.length = 0;

  const answer = await correct(id, 4, { iccid: fleet.iccids[3], imei: IMEI, reprocess: true });

  expect(answer.status, answer.text).toBe(202);
  expect(answer.body).toMatchObject({
    rowNumber: 4,
    identifier: fleet.iccids[3],
    status: 'PENDING',
    errorCode: null,
    before: { status: 'active' },
    after: { status: 'suspended' },
  });
  expect(api.started).toEqual([id]);
  expect((await rowsOf(api, id)).slice(0, 3)).toEqual(others);
  const change = await api.call('viewer', 'GET', `/v1/bulk-changes/${id}`);
  expect(change.body).toMatchObject({
    status: 'PROCESSING',
    finishedAt: null,
    counts: { processed: 2, error: 1, pending: 1 },
  });
  await expectCountsOfRows(api.database, id);
  const stored = await api.database.prisma.deviceChange.findFirstOrThrow({
    where: { bulkChangeId: id, rowNumber: 4 },
  });
  expect(stored).toMatchObject({ overrides: { imei: IMEI }, order: null, reopenedAt: null });
  await finish(api, id);
  expect((await row(id, 4))['status']).toBe('PROCESSED');
  await expectCountsOfRows(api.database, id);
});

test('a correction is told by the log and by the audit log', async () => {
  const id = await failedChange();
  await correct(id, 4, { iccid: fleet.iccids[3], reprocess: true });
  const rowId = (await row(id, 4))['id'];

  const logs = await api.call('viewer', 'GET', `/v1/bulk-changes/${id}/logs?deviceChangeId=${String(rowId)}`);
  expect(itemsOf(logs)).toMatchObject([
    { hasErrors: true },
    {
      description: 'Update Device Status: POND Correct Device',
      processedBy: 'token:operator',
      requestText: JSON.stringify({ iccid: fleet.iccids[3] }),
      hasErrors: false,
    },
  ]);
  const entries = await api.database.prisma.auditEntry.findMany({ where: { subjectId: String(rowId) } });
  expect(entries).toMatchObject([
    {
      action: 'device_change.correct',
      actor: 'token:operator',
      detail: {
        bulkChangeId: id,
        former: UNKNOWN_ICCID,
        corrected: { iccid: fleet.iccids[3] },
        reprocess: true,
      },
    },
  ]);
});

test('without reprocess the row keeps its failure until a retry takes it', async () => {
  const id = await failedChange();
  api.started.length = 0;

  const answer = await correct(id, 4, { iccid: fleet.iccids[3] });

  expect(answer.body).toMatchObject({ status: 'ERROR', errorCode: 'device.not_found' });
  expect(answer.body).toMatchObject({ identifier: fleet.iccids[3], after: { status: 'suspended' } });
  expect(api.started).toEqual([]);
  await expectCountsOfRows(api.database, id);
  const retry = await api.call('operator', 'POST', `/v1/bulk-changes/${id}/retry`, {
    body: { deviceChangeIds: [answer.body['id']] },
  });
  expect(retry.body).toMatchObject({ counts: { pending: 1, error: 1 } });
});

test('a row may ask for something else than its change', async () => {
  const id = await failedChange();

  const answer = await correct(id, 2, { targetStatus: 'deactivate', reprocess: true });

  expect(answer.body).toMatchObject({ after: { status: 'deactivated' } });
  const stored = await api.database.prisma.deviceChange.findFirstOrThrow({
    where: { bulkChangeId: id, rowNumber: 2 },
  });
  expect(stored).toMatchObject({
    order: { targetStatus: 'deactivated' },
    overrides: { corrected: { targetStatus: 'deactivated' } },
  });
  await finish(api, id);
  const device = await api.database.prisma.device.findUniqueOrThrow({ where: { id: stored.deviceId ?? '' } });
  expect(device.status).toBe('deactivated');
  const again = await api.call('operator', 'POST', `/v1/bulk-changes/${id}/resubmit`, { body: {} });
  const rows = await api.database.prisma.deviceChange.findMany({
    where: { bulkChangeId: idOf(again) },
    orderBy: { rowNumber: 'asc' },
  });
  expect(rows.map(({ order }) => order)).toMatchObject([null, { targetStatus: 'deactivated' }, null, null]);
});

describe('a wrong correction is refused and changes nothing', () => {
  test.each([
    { what: 'nothing', body: {}, faults: [' device_change.nothing_to_correct'] },
    {
      what: 'two names',
      body: { iccid: iccid(1), msisdn: '5553000001' },
      faults: [' device.identifier_count'],
    },
    { what: 'no identifier', body: { iccid: '123' }, faults: ['/iccid device.identifier_malformed'] },
    { what: 'a wrong IMEI', body: { imei: '1' }, faults: ['/imei device.imei_malformed'] },
    { what: 'no status', body: { targetStatus: 'asleep' }, faults: ['/targetStatus status.target_unknown'] },
    {
      what: 'a status the carrier does not have',
      body: { targetStatus: 'retire' },
      faults: ['/targetStatus status.target_unsupported'],
    },
    {
      what: 'a field of another type',
      body: { commPlan: 'Data' },
      faults: ['/commPlan device.field_unsupported'],
    },
    {
      what: 'a field the carrier has no use for',
      body: { mdnZipCode: '98801' },
      faults: ['/mdnZipCode status_update.field_unsupported'],
    },
    { what: 'an unknown device', body: { iccid: iccid(98) }, faults: ['/iccid device.not_found'] },
    { what: 'a device of another row', body: { iccid: iccid(1) }, faults: ['/iccid device.duplicate'] },
  ])('$what', async ({ body, faults }) => {
    const id = await failedChange();
    const before = await rowsOf(api, id);

    const answer = await correct(id, 2, { ...body, reprocess: true });

    expect([answer.status, faultsOf(answer)]).toEqual([422, faults]);
    expect(await rowsOf(api, id)).toEqual(before);
  });

  test('a device that cannot have it', async () => {
    const id = await failedChange();
    await api.database.prisma.device.updateMany({
      where: { serviceProviderId: fleet.serviceProviderId, iccid: fleet.iccids[3] ?? '' },
      data: { status: 'terminated' },
    });
    const answer = await correct(id, 4, { iccid: fleet.iccids[3], reprocess: true });
    expect([answer.status, faultsOf(answer)]).toEqual([422, ['/iccid status.transition_not_allowed']]);
  });
});

test('only a failed row is corrected', async () => {
  const id = await failedChange();
  const answer = await correct(id, 1, { targetStatus: 'deactivate' });
  expect([answer.status, answer.body['code']]).toEqual([409, 'bulk_change.state_conflict']);
  expect(answer.body['detail']).toContain('PROCESSED');
});

test('a row whose outcome nobody knows keeps its device', async () => {
  const id = await failedChange();
  const { id: rowId } = await row(id, 2);
  await api.database.prisma.deviceChange.update({
    where: { id: String(rowId) },
    data: { status: 'UNKNOWN' },
  });
  await api.database.prisma.bulkChange.update({ where: { id }, data: { error: 1, unknown: 1 } });

  expect((await correct(id, 2, { iccid: fleet.iccids[3] })).status).toBe(409);
  const other = await correct(id, 2, { targetStatus: 'deactivate', reprocess: true });
  expect(other.status).toBe(202);
  await expectCountsOfRows(api.database, id);
});

test('what is missing for an activation is named, and what is personal stays where it is', async () => {
  const serviceProviderId = await createAmericanFleet(api, 'TELEGENCE');
  const primaryPlaceOfUse = { customerName: { firstName: 'Ada', lastName: 'Park' } };
  const id = await finishedChange(api, activation(serviceProviderId, { primaryPlaceOfUse }), [1]);

  const answer = await correct(id, 1, { mdnZipCode: '75001', reprocess: true });

  expect(answer.status, answer.text).toBe(202);
  const stored = await api.database.prisma.deviceChange.findFirstOrThrow({ where: { bulkChangeId: id } });
  expect(stored.order).toMatchObject({ activation: { mdnZipCode: '75001', namesPlaceOfUse: true } });
  const written = [
    stored,
    await api.database.prisma.auditEntry.findMany({ where: { subjectId: stored.id } }),
  ];
  expect(JSON.stringify(written)).not.toContain('Park');
});

test('a row that takes a device back is corrected in nothing else', async () => {
  const id = await finishedChange(api, suspension(fleet));
  const undo = await api.call('operator', 'POST', `/v1/bulk-changes/${id}/undo`, { body: {} });
  await finish(api, idOf(undo), [1]);
  const field = await correct(idOf(undo), 1, { targetStatus: 'deactivate' });
  expect([field.status, faultsOf(field)]).toEqual([422, ['/targetStatus device.field_unsupported']]);
  const imei = await correct(idOf(undo), 1, { imei: IMEI, reprocess: true });
  expect([imei.status, imei.body['status']]).toEqual([202, 'PENDING']);
});
