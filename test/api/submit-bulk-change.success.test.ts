import { afterAll, beforeAll, expect, test } from 'vitest';
import { idOf, itemsOf, startTestApi, type TestApi } from './test-api.ts';
import { createFleet, suspension, type Fleet } from './test-fleet.ts';

let api: TestApi;
let fleet: Fleet;
beforeAll(async () => {
  api = await startTestApi();
  fleet = await createFleet(api);
});
afterAll(() => api.close());

test('a change is accepted with its address, its counts and its start', async () => {
  const answer = await api.call('operator', 'POST', '/v1/bulk-changes', { body: suspension(fleet) });
  expect(answer.status).toBe(202);
  expect(answer.headers['location']).toBe(`/v1/bulk-changes/${idOf(answer)}`);
  expect(answer.body).toMatchObject({
    tenantId: api.tenantId,
    integration: 'POND',
    changeType: 'statusupdate',
    portalType: 'M2M',
    status: 'PENDING',
    counts: { total: 3, pending: 3, processed: 0 },
    progress: { percent: 0, waitingFor: null },
    createdBy: 'token:operator',
    workflow: { workflowId: `bulk-change/${idOf(answer)}`, runId: null },
  });
  expect(api.started).toContain(idOf(answer));
  const read = await api.call('viewer', 'GET', `/v1/bulk-changes/${idOf(answer)}`);
  expect(read.body).toEqual(answer.body);
});

test('a device that is named again has one row, and a warning says where it stands', async () => {
  const [first = '', second = ''] = fleet.iccids;
  const devices = [first, second, `${first}F`, { iccid: second, imei: '350000000000006' }];
  const answer = await api.call('operator', 'POST', '/v1/bulk-changes', {
    body: suspension(fleet, { devices }),
  });
  expect(answer.body).toMatchObject({
    counts: { total: 2, pending: 2, error: 0 },
    duplicates: 2,
    warnings: [
      {
        pointer: '/devices/2',
        code: 'request.duplicate_device',
        detail: 'The device stands in the request already, as /devices/0; that one counts.',
      },
      { pointer: '/devices/3', code: 'request.duplicate_device' },
    ],
    moreWarnings: 0,
  });
  const read = await api.call('viewer', 'GET', `/v1/bulk-changes/${idOf(answer)}`);
  expect(read.body).toMatchObject({ duplicates: 2 });
});

test('a change with processChanges false is stored and not started', async () => {
  const body = suspension(fleet, { processChanges: false });
  const answer = await api.call('operator', 'POST', '/v1/bulk-changes', { body });
  expect(answer.body).toMatchObject({ status: 'PENDING' });
  expect(api.started).not.toContain(idOf(answer));
});

test.each(['StatusUpdate', 'STATUSUPDATE', ' statusupdate '])(
  'the change type %j is understood',
  async (changeType) => {
    const answer = await api.call('operator', 'POST', '/v1/bulk-changes', {
      body: suspension(fleet, { changeType }),
    });
    expect(answer.status).toBe(202);
  },
);

test('a device may be named by an object, and by what people write around digits', async () => {
  const [first = '', second = '', third = ''] = fleet.iccids;
  const devices = [
    { iccid: first, imei: '350000000000006' },
    { identifier: second.replace(/(.{4})/g, '$1 ') },
    `${third}F`,
  ];
  const answer = await api.call('operator', 'POST', '/v1/bulk-changes', {
    body: suspension(fleet, { devices }),
  });
  expect(answer.body).toMatchObject({ counts: { total: 3, error: 0 } });
  const list = await api.call('viewer', 'GET', `/v1/bulk-changes/${idOf(answer)}/devices`);
  expect(itemsOf(list).map((item) => item['identifier'])).toEqual(fleet.iccids);
});

test.each([
  [
    'a local date in the zone of the request',
    { effectiveDate: '2027-01-15' },
    'Europe/Berlin',
    '2027-01-14T23:00:00.000Z',
  ],
  [
    'a local date-time',
    { effectiveDate: '2027-07-15T08:30' },
    'America/New_York',
    '2027-07-15T12:30:00.000Z',
  ],
  ['an instant', { effectiveDate: '2027-01-15T08:30:00+02:00' }, undefined, '2027-01-15T06:30:00.000Z'],
  [
    'a local date without a zone, in the provider’s zone',
    { effectiveDate: '2027-01-15' },
    undefined,
    '2027-01-15T00:00:00.000Z',
  ],
  ['an empty date', { effectiveDate: '' }, undefined, null],
  ['null', { effectiveDate: null }, undefined, null],
])('%s is the effective date', async (_name, date, timeZone, effectiveAt) => {
  const statusUpdate = { targetStatus: 'suspend', ...date };
  const body = suspension(fleet, { statusUpdate, ...(timeZone === undefined ? {} : { timeZone }) });
  const answer = await api.call('operator', 'POST', '/v1/bulk-changes', { body });
  expect(answer.body).toMatchObject({ effectiveAt });
});

test('an unknown device is a row with its error, and the others go on', async () => {
  const devices = [...fleet.iccids, '8901999999999999999'];
  const answer = await api.call('operator', 'POST', '/v1/bulk-changes', {
    body: suspension(fleet, { devices }),
  });
  expect(answer.body).toMatchObject({ status: 'PENDING', counts: { total: 4, pending: 3, error: 1 } });
  const url = `/v1/bulk-changes/${idOf(answer)}`;
  const failed = await api.call('viewer', 'GET', `${url}/devices?status=ERROR&errorClass=VALIDATION`);
  expect(itemsOf(failed)).toMatchObject([{ rowNumber: 4, errorCode: 'device.not_found', deviceId: null }]);
  const causes = await api.call('viewer', 'GET', `${url}/errors`);
  expect(causes.body).toMatchObject({
    items: [{ errorCode: 'device.not_found', count: 1 }],
    nextCursor: null,
  });
  expect(itemsOf(causes)[0]?.['suggestedAction']).toContain('import the device');
  const logs = await api.call(
    'viewer',
    'GET',
    `${url}/logs?deviceChangeId=${String(itemsOf(failed)[0]?.['id'])}`,
  );
  expect(itemsOf(logs)).toMatchObject([
    { hasErrors: true, description: 'Update Device Status: POND Validate Device' },
  ]);
});

test('the list is filtered by status, type, provider, date and device', async () => {
  const other = await createFleet(api, 1);
  const mine = await api.call('operator', 'POST', '/v1/bulk-changes', { body: suspension(other) });
  const ids = async (query: string) =>
    itemsOf(await api.call('viewer', 'GET', `/v1/bulk-changes?${query}`)).map((item) => item['id']);
  expect(await ids(`serviceProviderId=${other.serviceProviderId}`)).toEqual([idOf(mine)]);
  expect(await ids('status=PENDING&changeType=statusupdate')).toContain(idOf(mine));
  expect(await ids('status=PROCESSED')).toEqual([]);
  expect(await ids('createdAfter=2026-12-01T12:00:00Z')).toContain(idOf(mine));
  expect(await ids('createdBefore=2026-12-01T12:00:00Z')).toEqual([]);
  expect(await ids(`q=${String(other.iccids[0])}`)).toContain(idOf(mine));
  expect((await ids(`q=${idOf(mine)}`)).length).toBe(1);
});

test('pages of changes are newest first, complete, and not shifted by a new change', async () => {
  const first = await api.call('viewer', 'GET', '/v1/bulk-changes?limit=3');
  await api.call('operator', 'POST', '/v1/bulk-changes', { body: suspension(fleet) });
  const second = await api.call(
    'viewer',
    'GET',
    `/v1/bulk-changes?limit=3&cursor=${String(first.body['nextCursor'])}`,
  );
  const ids = [...itemsOf(first), ...itemsOf(second)].map((item) => String(item['id']));
  expect(new Set(ids).size).toBe(6);
  expect(ids).toEqual([...ids].sort().reverse());
});
