import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectCountsOfRows } from '../db/stored-change.ts';
import { finish, finishedChange, rowsOf } from './finished-change.ts';
import { idOf, itemsOf, startTestApi, type Answer, type TestApi } from './test-api.ts';
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

function undo(
  id: string,
  body: unknown = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return api.call('operator', 'POST', `/v1/bulk-changes/${id}/undo`, { body, headers });
}

test('an undo is a new change with a row for each processed device, which puts its status back', async () => {
  const id = await finishedChange(api, suspension(fleet), [2]);

  const answer = await undo(id);

  expect(answer.status).toBe(202);
  expect(answer.headers['location']).toBe(`/v1/bulk-changes/${idOf(answer)}`);
  expect(answer.body).toMatchObject({
    undoOf: id,
    changeType: 'statusupdate',
    status: 'PENDING',
    counts: { total: 2, pending: 2 },
  });
  expect(api.started).toContain(idOf(answer));
  expect(await rowsOf(api, idOf(answer))).toMatchObject([
    { identifier: fleet.iccids[0], before: { status: 'suspended' }, after: { status: 'active' } },
    { identifier: fleet.iccids[2], before: { status: 'suspended' }, after: { status: 'active' } },
  ]);
  await finish(api, idOf(answer));
  const devices = await api.call('viewer', 'GET', `/v1/devices?serviceProviderId=${fleet.serviceProviderId}`);
  expect(itemsOf(devices)).toMatchObject([{ status: 'active' }, { status: 'active' }, { status: 'active' }]);
});

test('an undo can be undone', async () => {
  const id = await finishedChange(api, suspension(fleet));
  const first = idOf(await undo(id));
  await finish(api, first);

  const again = await undo(first);

  expect(again.body).toMatchObject({ undoOf: first, counts: { pending: 3 } });
  expect(await rowsOf(api, idOf(again))).toMatchObject([
    { after: { status: 'suspended' } },
    { after: { status: 'suspended' } },
    { after: { status: 'suspended' } },
  ]);
});

test('a device that was changed since is left alone and says so; undoing twice does nothing twice', async () => {
  const id = await finishedChange(api, suspension(fleet));
  const [first = ''] = fleet.iccids;
  await finishedChange(
    api,
    suspension(fleet, { devices: [first], statusUpdate: { targetStatus: 'restore' } }),
  );

  const answer = await undo(id);
  expect(answer.body).toMatchObject({ status: 'PENDING', counts: { pending: 2, error: 1 } });
  expect(await rowsOf(api, idOf(answer))).toMatchObject([
    { status: 'ERROR', errorCode: 'device.stale', errorClass: 'BUSINESS' },
    { status: 'PENDING' },
    { status: 'PENDING' },
  ]);
  await finish(api, idOf(answer));
  await expectCountsOfRows(api.database, idOf(answer));

  const second = await undo(id);
  expect(second.body).toMatchObject({ status: 'ERROR', counts: { error: 3, pending: 0 } });
});

test('a row that nothing takes back is never carried out, not even by a retry', async () => {
  await api.database.prisma.device.updateMany({
    where: { serviceProviderId: fleet.serviceProviderId, iccid: fleet.iccids[0] ?? '' },
    data: { status: 'inventory' },
  });
  const id = await finishedChange(api, suspension(fleet));

  const answer = await undo(id);

  expect(await rowsOf(api, idOf(answer))).toMatchObject([
    { status: 'ERROR', errorCode: 'undo.not_reversible' },
    { status: 'PENDING' },
    { status: 'PENDING' },
  ]);
  const logs = await api.call('viewer', 'GET', `/v1/bulk-changes/${idOf(answer)}/logs`);
  expect(itemsOf(logs)).toMatchObject([{ hasErrors: true }]);
  await finish(api, idOf(answer));
  const retry = await api.call('operator', 'POST', `/v1/bulk-changes/${idOf(answer)}/retry`, { body: {} });
  expect(retry.status).toBe(409);
});

test('an assignment is taken back to the former customer, and to nobody', async () => {
  const customer = await api.call('admin', 'POST', '/v1/customers', { body: { name: 'Acme' } });
  const id = await finishedChange(api, {
    serviceProviderId: fleet.serviceProviderId,
    changeType: 'customerassignment',
    devices: fleet.iccids,
    customerAssignment: { customerId: idOf(customer) },
  });

  const answer = await undo(id);
  await finish(api, idOf(answer));

  const rows = await api.database.prisma.deviceTenant.findMany({
    where: { device: { serviceProviderId: fleet.serviceProviderId } },
  });
  expect(rows.map((row) => row.customerId)).toEqual([null, null, null]);
});

describe('what an undo waits for', () => {
  test('processChanges false stores it only', async () => {
    const answer = await undo(await finishedChange(api, suspension(fleet)), { processChanges: false });
    expect(answer.body).toMatchObject({ status: 'PENDING' });
    expect(api.started).not.toContain(idOf(answer));
    const stored = await api.database.prisma.bulkChange.findUniqueOrThrow({ where: { id: idOf(answer) } });
    expect(stored.startRequestedAt).toBeNull();
  });

  test('a second person, where the call or the tenant wants one', async () => {
    const id = await finishedChange(api, suspension(fleet));
    const asked = await undo(id, { requiresApproval: true });
    expect(asked.body).toMatchObject({ status: 'AWAITING_APPROVAL', requiresApproval: true });
    const tenant = { where: { id: api.tenantId } };
    await api.database.prisma.tenant.update({ ...tenant, data: { requiresApproval: true } });
    const forced = await undo(id);
    await api.database.prisma.tenant.update({ ...tenant, data: { requiresApproval: false } });
    expect(forced.body).toMatchObject({ status: 'AWAITING_APPROVAL' });
  });
});

test('only a finished change with processed devices can be taken back', async () => {
  const open = await api.call('operator', 'POST', '/v1/bulk-changes', { body: suspension(fleet) });
  const early = await undo(idOf(open));
  expect([early.status, early.body['code']]).toEqual([409, 'bulk_change.state_conflict']);
  await finish(api, idOf(open), [1, 2, 3]);
  expect((await undo(idOf(open))).status).toBe(409);
});

test('the same key makes one undo', async () => {
  const id = await finishedChange(api, suspension(fleet));
  const headers = { 'idempotency-key': `undo-${id}` };
  const answers = [await undo(id, {}, headers), await undo(id, {}, headers)];
  expect(new Set(answers.map(idOf)).size).toBe(1);
});
