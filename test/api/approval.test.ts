import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idOf, startTestApi, type TestApi } from './test-api.ts';
import { createFleet, suspension, type Fleet } from './test-fleet.ts';

let api: TestApi;
let fleet: Fleet;
beforeAll(async () => {
  api = await startTestApi();
  fleet = await createFleet(api);
});
afterAll(() => api.close());

/** The operator submits; the administrator is the second person. */
async function awaiting(more: object = {}) {
  const body = suspension(fleet, { requiresApproval: true, ...more });
  const answer = await api.call('operator', 'POST', '/v1/bulk-changes', { body });
  expect(answer.body).toMatchObject({
    status: 'AWAITING_APPROVAL',
    requiresApproval: true,
    approvedBy: null,
    progress: { waitingFor: 'approval' },
  });
  return {
    id: idOf(answer),
    url: `/v1/bulk-changes/${idOf(answer)}`,
    planHash: String(answer.body['planHash']),
  };
}

const auditOf = (subjectId: string) =>
  api.database.prisma.auditEntry.findMany({ where: { subjectId }, orderBy: { id: 'asc' } });

describe('approving', () => {
  test('lets a change go that asked to be started, and says who did it', async () => {
    const { id, url, planHash } = await awaiting();
    const before = await api.database.prisma.bulkChange.findUniqueOrThrow({ where: { id } });
    expect(before.startRequestedAt).toBeNull();
    const answer = await api.call('admin', 'POST', `${url}/approve`, {
      headers: { 'if-match': `"${planHash}"` },
    });
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({
      status: 'PENDING',
      approvedBy: 'token:admin',
      approvedAt: '2026-12-01T12:00:00.000Z',
    });
    expect(api.started).toContain(id);
    expect(
      (await api.database.prisma.bulkChange.findUniqueOrThrow({ where: { id } })).startRequestedAt,
    ).toEqual(api.time.now);
    expect((await auditOf(id))[1]).toMatchObject({
      action: 'bulk_change.approve',
      actor: 'token:admin',
      detail: { planHash },
    });
  });

  test('leaves a change that only was to be stored to /process', async () => {
    const { id, url } = await awaiting({ processChanges: false });
    await api.call('admin', 'POST', `${url}/approve`);
    const row = await api.database.prisma.bulkChange.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ status: 'PENDING', startRequestedAt: null });
    expect((await api.call('operator', 'POST', `${url}/process`)).status).toBe(202);
  });

  test('and rejecting is nothing for the one who submitted it, nor for a viewer', async () => {
    const { id, url } = await awaiting();
    for (const path of ['approve', 'reject']) {
      const own = await api.call('operator', 'POST', `${url}/${path}`);
      expect([own.status, own.body['code']]).toEqual([403, 'bulk_change.approval_by_submitter']);
      expect((await api.call('viewer', 'POST', `${url}/${path}`)).status).toBe(403);
    }
    expect((await api.call('viewer', 'GET', url)).body).toMatchObject({ status: 'AWAITING_APPROVAL' });
    expect(await auditOf(id)).toHaveLength(1);
  });

  test('of another plan than the one that was looked at is refused', async () => {
    const { url } = await awaiting();
    const answer = await api.call('admin', 'POST', `${url}/approve`, { headers: { 'if-match': '"other"' } });
    expect([answer.status, answer.body['code']]).toEqual([412, 'bulk_change.plan_stale']);
    expect((await api.call('viewer', 'GET', url)).body['status']).toBe('AWAITING_APPROVAL');
  });

  test('happens once', async () => {
    const { url } = await awaiting();
    const answers = await Promise.all([
      api.call('admin', 'POST', `${url}/approve`),
      api.call('admin', 'POST', `${url}/approve`),
      api.call('admin', 'POST', `${url}/reject`),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
  });
});

test('a rejected change ends CANCELED with all its devices, and the reason is kept', async () => {
  const { id, url } = await awaiting();
  const answer = await api.call('admin', 'POST', `${url}/reject`, {
    body: { reason: 'not before the audit' },
  });
  expect(answer.body).toMatchObject({
    status: 'CANCELED',
    counts: { canceled: 3, pending: 0 },
    approvedBy: null,
  });
  expect((await auditOf(id))[1]).toMatchObject({
    action: 'bulk_change.reject',
    detail: { reason: 'not before the audit' },
  });
});

test('a change that awaits its approval cannot be started or steered, but its submitter may cancel it', async () => {
  const { url } = await awaiting();
  for (const path of ['process', 'pause', 'resume', 'promote', 'retry']) {
    const answer = await api.call('operator', 'POST', `${url}/${path}`);
    expect([path, answer.status]).toEqual([path, 409]);
    expect(answer.body['detail']).toContain('AWAITING_APPROVAL');
  }
  expect((await api.call('operator', 'POST', `${url}/cancel`)).body).toMatchObject({ status: 'CANCELED' });
});

test('a change that needs no approval can be neither approved nor rejected', async () => {
  const answer = await api.call('operator', 'POST', '/v1/bulk-changes', { body: suspension(fleet) });
  for (const path of ['approve', 'reject']) {
    const refused = await api.call('admin', 'POST', `/v1/bulk-changes/${idOf(answer)}/${path}`);
    expect([refused.status, refused.body['code']]).toEqual([409, 'bulk_change.state_conflict']);
  }
});

test('the policy of the tenant demands a second person for every change, until it is lifted', async () => {
  const put = (as: 'admin' | 'operator', requiresApproval: boolean) =>
    api.call(as, 'PUT', '/v1/approval-policy', { body: { requiresApproval } });
  const submitted = async () =>
    (
      await api.call('operator', 'POST', '/v1/bulk-changes', {
        body: suspension(fleet, { requiresApproval: false }),
      })
    ).body['status'];
  expect((await api.call('viewer', 'GET', '/v1/approval-policy')).body).toEqual({ requiresApproval: false });
  expect((await put('operator', true)).status).toBe(403);
  expect(await submitted()).toBe('PENDING');
  expect((await put('admin', true)).body).toEqual({ requiresApproval: true });
  expect(await submitted()).toBe('AWAITING_APPROVAL');
  expect((await api.call('otherAdmin', 'GET', '/v1/approval-policy')).body).toEqual({
    requiresApproval: false,
  });
  await put('admin', false);
  expect(await submitted()).toBe('PENDING');
  const audited = (await auditOf(api.tenantId)).filter(({ action }) => action === 'approval_policy.update');
  expect(audited.map(({ actor, detail }) => [actor, detail])).toEqual([
    ['token:admin', { requiresApproval: true }],
    ['token:admin', { requiresApproval: false }],
  ]);
});
