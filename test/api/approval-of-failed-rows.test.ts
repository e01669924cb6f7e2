import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { finish, rowsOf } from './finished-change.ts';
import { idOf, type Answer, type TestApi } from './test-api.ts';
import { createFleet, iccid, suspension, type Fleet } from './test-fleet.ts';
import { formOf, sendForm, startUploadApi, type UploadApi } from './uploads/send-file.ts';

let upload: UploadApi;
let api: TestApi;
let fleet: Fleet;
beforeAll(async () => {
  upload = await startUploadApi();
  api = upload.api;
});
beforeEach(async () => {
  fleet = await createFleet(api, 5);
  // Refused as a device, so that a mere retry would try it.
  await api.database.prisma.device.updateMany({
    where: { serviceProviderId: fleet.serviceProviderId, iccid: place(3) },
    data: { status: 'terminated' },
  });
});
afterAll(() => upload.close());

const place = (index: number) => fleet.iccids[index] ?? '';
const MISTYPED = iccid(77);

/** The operator's; two of its devices are refused: one that nobody has, and one that is terminated. */
async function submitted(...more: readonly string[]): Promise<string> {
  const devices = [MISTYPED, place(3), ...more];
  const body = suspension(fleet, { devices, requiresApproval: true });
  const answer = await api.call('operator', 'POST', '/v1/bulk-changes', { body });
  expect(answer.status, answer.text).toBe(202);
  return idOf(answer);
}

async function approved(): Promise<string> {
  const id = await submitted(place(0), place(1));
  const answer = await api.call('admin', 'POST', `/v1/bulk-changes/${id}/approve`);
  expect(answer.status, answer.text).toBe(202);
  await finish(api, id, [3]);
  api.started.length = 0;
  return id;
}

const retry = (id: string) => api.call('operator', 'POST', `/v1/bulk-changes/${id}/retry`, { body: {} });

async function correct(id: string, body: object): Promise<Answer> {
  const [row] = await rowsOf(api, id);
  const url = `/v1/bulk-changes/${id}/devices/${String(row?.['id'])}`;
  return api.call('operator', 'PATCH', url, { body });
}

async function sendBack(id: string, edit: (csv: string) => string): Promise<Answer> {
  const { text } = await api.call('viewer', 'GET', `/v1/bulk-changes/${id}/errors.csv`);
  return sendForm(api, formOf(edit(text), undefined, 'errors.csv'));
}

const WAYS_TO_TRY = {
  'a retry': retry,
  'a correction that is tried': (id: string) => correct(id, { iccid: place(4), reprocess: true }),
  'a corrected file': (id: string) => sendBack(id, (csv) => csv.replace(MISTYPED, place(4))),
};

/** Since when a run is wanted. */
async function wishOf(id: string): Promise<Date | null> {
  return (await api.database.prisma.bulkChange.findUniqueOrThrow({ where: { id } })).startRequestedAt;
}

/** It was refused with advice, and the change is what it was. */
async function expectNothingDone(id: string, way: (id: string) => Promise<Answer>, advice: string) {
  const change = (await api.call('viewer', 'GET', `/v1/bulk-changes/${id}`)).body;
  const rows = await rowsOf(api, id);
  const wished = await wishOf(id);
  api.started.length = 0;
  const answer = await way(id);
  expect([answer.status, answer.body['code']]).toEqual([409, 'bulk_change.state_conflict']);
  expect(answer.body['detail']).toContain(advice);
  expect((await api.call('viewer', 'GET', `/v1/bulk-changes/${id}`)).body).toEqual(change);
  expect(await rowsOf(api, id)).toEqual(rows);
  expect(await wishOf(id)).toEqual(wished);
  expect(api.started).toEqual([]);
}

describe.each(Object.entries(WAYS_TO_TRY))('%s has nothing done that nobody has approved', (_, way) => {
  test('when all its devices were refused', async () => {
    await expectNothingDone(await submitted(), way, '/resubmit');
  });

  test('when it was rejected', async () => {
    const id = await submitted(place(0));
    await api.call('admin', 'POST', `/v1/bulk-changes/${id}/reject`);
    await expectNothingDone(id, way, '/resubmit');
  });

  test('when its submitter has canceled it', async () => {
    const id = await submitted(place(0));
    await api.call('operator', 'POST', `/v1/bulk-changes/${id}/cancel`);
    await expectNothingDone(id, way, '/resubmit');
  });

  test('when the policy of the tenant demanded the approval', async () => {
    const policy = (requiresApproval: boolean) =>
      api.call('admin', 'PUT', '/v1/approval-policy', { body: { requiresApproval } });
    await policy(true);
    const body = suspension(fleet, { devices: [MISTYPED, place(3)] });
    const answer = await api.call('operator', 'POST', '/v1/bulk-changes', { body });
    expect(answer.body).toMatchObject({ status: 'ERROR', requiresApproval: true, approvedBy: null });
    await expectNothingDone(idOf(answer), way, '/resubmit');
    await policy(false);
  });
});

test('what was corrected and not tried awaits its approval once it is submitted anew', async () => {
  const id = await submitted();
  expect((await correct(id, { iccid: place(4) })).status).toBe(202);
  await expectNothingDone(id, retry, '/resubmit');

  const anew = await api.call('operator', 'POST', `/v1/bulk-changes/${id}/resubmit`, { body: {} });

  expect(anew.body).toMatchObject({ status: 'AWAITING_APPROVAL', counts: { pending: 1, error: 1 } });
  expect((await rowsOf(api, idOf(anew)))[0]).toMatchObject({ identifier: place(4), status: 'PENDING' });
});

describe('of a change that was approved', () => {
  test('failed devices are tried again as they are', async () => {
    const id = await approved();
    const [, , failed] = await rowsOf(api, id);
    const answer = await api.call('operator', 'POST', `/v1/bulk-changes/${id}/retry`, {
      body: { deviceChangeIds: [failed?.['id']] },
    });
    expect([answer.status, answer.body['status']]).toEqual([202, 'PROCESSING']);
    expect(answer.body).toMatchObject({ counts: { pending: 1 } });
    expect(api.started).toEqual([id]);
  });

  test.each([
    { what: 'another device', body: () => ({ iccid: place(4) }) },
    { what: 'another device, at once', body: () => ({ iccid: place(4), reprocess: true }) },
    {
      what: 'something else',
      body: () => ({ iccid: place(4), targetStatus: 'deactivate', reprocess: true }),
    },
    { what: 'another IMEI', body: () => ({ iccid: place(4), imei: '350000000000006', reprocess: true }) },
  ])('no row is corrected to $what', async ({ body }) => {
    await expectNothingDone(await approved(), (id) => correct(id, body()), 'approved as it is');
  });

  test('a corrected file has its rows tried that are as they were, and tells why the others are not', async () => {
    const id = await approved();
    const answer = await sendBack(id, (csv) => csv.replace(MISTYPED, place(4)));
    expect(answer.status, answer.text).toBe(202);
    expect(answer.body['rowReport']).toMatchObject({
      devices: 2,
      refused: 1,
      faults: [{ column: 'iccid', code: 'upload.row_not_correctable' }],
    });
    const rows = await rowsOf(api, id);
    expect(rows.map(({ identifier, status }) => [identifier, status])).toEqual([
      [MISTYPED, 'ERROR'],
      [place(3), 'PENDING'],
      [place(0), 'PENDING'],
      [place(1), 'PROCESSED'],
    ]);
  });
});
