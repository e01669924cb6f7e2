import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { idOf, itemsOf, startTestApi, type TestApi } from './test-api.ts';
import { createFleet, iccid, suspension, type Fleet } from './test-fleet.ts';

let api: TestApi;
let fleet: Fleet;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  fleet = await createFleet(api, 4);
});

const MISSING = '8901999999999999999';

async function submit(more: object = {}) {
  const body = suspension(fleet, { processChanges: false, ...more });
  const answer = await api.call('operator', 'POST', '/v1/bulk-changes', { body });
  expect(answer.status).toBe(202);
  return {
    id: idOf(answer),
    url: `/v1/bulk-changes/${idOf(answer)}`,
    planHash: String(answer.body['planHash']),
  };
}

/** A Jasper account that the carrier permits five calls a second. */
async function jasperFleet(devices: number): Promise<Fleet> {
  const provider = await api.call('admin', 'POST', '/v1/service-providers', {
    body: {
      name: `Jasper ${randomUUID()}`,
      integration: 'JASPER',
      baseUrl: 'https://carrier.example',
      settings: { requestsPerSecond: 5 },
      credentials: { username: 'acme', apiKey: 'not a real key' },
    },
  });
  const serviceProviderId = idOf(provider);
  const iccids = Array.from({ length: devices }, (_, index) => iccid(index + 1));
  await api.call('admin', 'POST', `/v1/devices/import?serviceProviderId=${serviceProviderId}`, {
    body: ['iccid,status', ...iccids.map((id) => `${id},active`)].join('\n'),
    headers: { 'content-type': 'text/csv' },
  });
  return { serviceProviderId, iccids };
}

describe('the plan', () => {
  test('says what will be done to each device, when, and what will not', async () => {
    const [first = '', second = ''] = fleet.iccids;
    const { url, planHash } = await submit({
      devices: [first, { iccid: second, effectiveDate: '2027-01-01T00:00:00Z' }, MISSING],
    });
    const plan = await api.call('viewer', 'GET', `${url}/plan`);
    expect(plan.headers['etag']).toBe(`"${planHash}"`);
    expect(plan.body).toMatchObject({
      planHash,
      total: 3,
      refused: 1,
      carrierCalls: { perDevice: 1, total: 2 },
      estimatedSeconds: null,
      irreversible: 0,
      nextCursor: null,
    });
    const done = {
      before: { status: 'active' },
      after: { status: 'suspended' },
      carrierCalls: 1,
      reversible: true,
    };
    expect(itemsOf(plan)).toMatchObject([
      { rowNumber: 1, identifier: first, effectiveAt: null, refusal: null, conflicts: [], ...done },
      { rowNumber: 2, identifier: second, effectiveAt: '2027-01-01T00:00:00.000Z', ...done },
      {
        rowNumber: 3,
        before: null,
        after: null,
        refusal: { code: 'device.not_found' },
        carrierCalls: 0,
        reversible: null,
      },
    ]);
  });

  test('estimates how long the budget of the account makes it take', async () => {
    fleet = await jasperFleet(11);
    const { url } = await submit({ statusUpdate: { targetStatus: 'deactivate' } });
    expect((await api.call('viewer', 'GET', `${url}/plan`)).body).toMatchObject({
      carrierCalls: { perDevice: 2, total: 22 },
      estimatedSeconds: 5,
    });
  });

  test('names what could not be taken back, and why', async () => {
    fleet = await jasperFleet(2);
    const { url } = await submit({ statusUpdate: { targetStatus: 'retire' } });
    const plan = await api.call('viewer', 'GET', `${url}/plan`);
    expect(plan.body).toMatchObject({ irreversible: 2 });
    expect(itemsOf(plan)[0]).toMatchObject({ reversible: false });
    expect(String(itemsOf(plan)[0]?.['irreversibleReason'])).toContain('retired');
  });

  test('names other unfinished changes of the same device, whichever came first', async () => {
    const [first = '', second = ''] = fleet.iccids;
    const mine = await submit({ devices: [first, second] });
    const other = await submit({ devices: [second], requiresApproval: true });
    const over = await submit({ devices: [second] });
    await api.call('operator', 'POST', `${over.url}/cancel`);
    const conflicts = async (url: string) =>
      itemsOf(await api.call('viewer', 'GET', `${url}/plan`)).map((item) => item['conflicts']);
    expect(await conflicts(mine.url)).toEqual([
      [],
      [{ bulkChangeId: other.id, status: 'AWAITING_APPROVAL' }],
    ]);
    expect(await conflicts(other.url)).toEqual([[{ bulkChangeId: mine.id, status: 'PENDING' }]]);
  });

  test('is read page by page, with its sums on the first page', async () => {
    const { url } = await submit();
    const first = await api.call('viewer', 'GET', `${url}/plan?limit=3`);
    const second = await api.call(
      'viewer',
      'GET',
      `${url}/plan?limit=3&cursor=${String(first.body['nextCursor'])}`,
    );
    expect([...itemsOf(first), ...itemsOf(second)].map((item) => item['rowNumber'])).toEqual([1, 2, 3, 4]);
    expect(second.body).toMatchObject({ total: 4, refused: null, irreversible: null, nextCursor: null });
  });
});

describe.each(['process', 'approve'] as const)('If-Match of %s', (action) => {
  const waiting = () => submit(action === 'approve' ? { requiresApproval: true } : {});
  const act = (url: string, etag: string) =>
    api.call('admin', 'POST', `${url}/${action}`, { headers: { 'if-match': etag } });

  test('with the ETag of the plan lets it go', async () => {
    const { url } = await waiting();
    const { headers } = await api.call('viewer', 'GET', `${url}/plan`);
    expect((await act(url, String(headers['etag']))).status).toBe(202);
  });

  test('with another hash refuses it', async () => {
    const { url, planHash } = await waiting();
    const answer = await act(url, '"something else"');
    expect([answer.status, answer.body['code']]).toEqual([412, 'bulk_change.plan_stale']);
    expect(answer.body['detail']).toContain(planHash);
  });

  test('refuses a plan whose devices have changed since, and says how many', async () => {
    const { id, url, planHash } = await waiting();
    const [first = '', second = ''] = fleet.iccids;
    const { serviceProviderId } = fleet;
    const devices = api.database.prisma.device;
    await devices.updateMany({ where: { serviceProviderId, iccid: first }, data: { status: 'terminated' } });
    await devices.updateMany({
      where: { serviceProviderId, iccid: second },
      data: { archivedAt: new Date() },
    });
    const answer = await act(url, `"${planHash}"`);
    expect([answer.status, answer.body['code']]).toEqual([412, 'bulk_change.plan_stale']);
    expect(answer.body['detail']).toContain('2 devices are no longer as the plan found them');
    const row = await api.database.prisma.bulkChange.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ startRequestedAt: null, approvedAt: null });
    expect((await api.call('admin', 'POST', `${url}/${action}`)).status).toBe(202);
  });
});

test('a plan of a plan change names both plans, and stands while nothing of the device has changed', async () => {
  const { serviceProviderId } = fleet;
  await api.call('admin', 'POST', '/v1/carrier-rate-plans', {
    body: { serviceProviderId, code: 'EU-10MB', name: 'Europe 10 MB', ratePlanId: 502 },
  });
  const { url, planHash } = await submit({
    changeType: 'carrierrateplanchange',
    statusUpdate: undefined,
    carrierRatePlanUpdate: { carrierRatePlan: 'EU-10MB' },
  });
  const plan = await api.call('viewer', 'GET', `${url}/plan`);
  expect(itemsOf(plan)[0]).toMatchObject({
    before: { carrierRatePlan: 'EU-5MB' },
    after: { carrierRatePlan: 'EU-10MB' },
    reversible: true,
  });
  const headers = { 'if-match': `"${planHash}"` };
  expect((await api.call('operator', 'POST', `${url}/process`, { headers })).status).toBe(202);
});
