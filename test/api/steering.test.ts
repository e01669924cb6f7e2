import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTokenSecret } from '../../src/api/token-secret.ts';
import { bulkChangeWorkflowId } from '../../src/domain/workflow-id.ts';
import { startApiBeside, type ApiBeside } from '../support/api-beside.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { eventually, expectSettled, setScene, type Scene } from '../workflows/scene.ts';
import { iccid } from '../simulators/running-simulators.ts';

let millpond: Millpond;
let api: ApiBeside;

beforeAll(async () => {
  millpond = await startMillpond({ batchSize: 10 });
  await millpond.startWorker();
  api = await startApiBeside(millpond);
});

afterAll(async () => {
  await api.close();
  await millpond.close();
});

const SLOW = { requestsPerSecond: 5, maxConcurrentRequests: 1 };

interface Caller {
  readonly scene: Scene;
  readonly post: (path: string, body?: object, headers?: Record<string, string>) => Promise<Reply>;
  readonly get: (path: string) => Promise<Reply>;
}

interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An operator of a tenant with Jasper devices. */
async function caller(
  devices: number,
  jasperSettings: object = {},
  at: { readonly millpond: Millpond; readonly api: ApiBeside } = { millpond, api },
): Promise<Caller> {
  const scene = await setScene(at.millpond, { jasperDevices: devices, jasperSettings });
  const { token, sha256, hint } = createTokenSecret();
  const { tenantId } = scene.fleet;
  await at.millpond.database.prisma.apiToken.create({
    data: { tenantId, name: 'Ann Example', role: 'admin', tokenSha256: sha256, hint, createdBy: 'test' },
  });
  const call = async (method: string, path: string, body?: object, headers = {}): Promise<Reply> => {
    const response = await fetch(at.api.url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
    return { status: response.status, body: (await response.json()) as Reply['body'] };
  };
  return {
    scene,
    post: (path, body, headers) => call('POST', path, body, headers),
    get: (path) => call('GET', path),
  };
}

/** Suspends the first `devices` devices. */
async function submit({ scene, post }: Caller, devices: number, more: object = {}): Promise<string> {
  const { status, body } = await post('/v1/bulk-changes', {
    serviceProviderId: scene.fleet.jasper,
    changeType: 'statusupdate',
    devices: Array.from({ length: devices }, (_, index) => iccid(index + 1)),
    statusUpdate: { targetStatus: 'suspend' },
    ...more,
  });
  expect(status).toBe(202);
  return String(body['id']);
}

const statusOf = async (id: string) => (await millpond.read(id)).change.status;
const processed = async (id: string) => (await millpond.read(id)).change.processed;
const audit = async (subjectId: string) => {
  const entries = await millpond.database.prisma.auditEntry.findMany({
    where: { subjectId },
    orderBy: { id: 'asc' },
  });
  return entries.map(({ action, actor, detail }) => ({ action, actor, detail }));
};

const DATE = '2031-07-01T08:30';
const scheduled = {
  statusUpdate: { targetStatus: 'suspend', effectiveDate: DATE },
  timeZone: 'Europe/Berlin',
};

describe('a change under way', () => {
  it('is paused with a reason, resumed, and ends with every device done once', async () => {
    const ann = await caller(20, SLOW);
    const id = await submit(ann, 20);
    await eventually(() => processed(id)).toBeGreaterThan(1);

    const paused = await ann.post(`/v1/bulk-changes/${id}/pause`, { reason: 'a look at the first ones' });
    expect(paused).toMatchObject({
      status: 202,
      body: { status: 'PAUSED', pauseReason: 'a look at the first ones', finishedAt: null },
    });
    const again = await ann.post(`/v1/bulk-changes/${id}/pause`);
    expect(again).toMatchObject({ status: 409, body: { code: 'bulk_change.state_conflict' } });
    expect(again.body['detail']).toBe(
      'The change is PAUSED: it cannot be asked to pause now. The change is paused already.',
    );

    const resumed = await ann.post(`/v1/bulk-changes/${id}/resume`);
    expect(resumed).toMatchObject({ status: 202, body: { status: 'PROCESSING', pauseReason: null } });
    const ended = await millpond.ended(id);
    expectSettled(ended);
    expect(ended.change.status).toBe('PROCESSED');
    expect(await audit(id)).toMatchObject([
      { action: 'bulk_change.submit' },
      {
        action: 'bulk_change.pause',
        actor: 'token:Ann Example',
        detail: { reason: 'a look at the first ones' },
      },
      { action: 'bulk_change.resume', actor: 'token:Ann Example', detail: {} },
    ]);
  });

  it('refuses what makes no sense with its own reason, and nothing of it is audited', async () => {
    const ann = await caller(20, SLOW);
    const id = await submit(ann, 20);
    await eventually(() => statusOf(id)).toBe('PROCESSING');

    const refused = async (path: string, body?: object) =>
      (await ann.post(`/v1/bulk-changes/${id}/${path}`, body)).body['detail'];
    expect(await refused('resume')).toContain('The change is not paused.');
    expect(await refused('promote')).toContain('does not wait between two waves');
    expect(await refused('reschedule', { effectiveDate: DATE })).toContain('has begun');
    expect(await audit(id)).toHaveLength(1);

    const canceled = await ann.post(`/v1/bulk-changes/${id}/cancel`, { mode: 'immediate' });
    expect(canceled.status).toBe(202);
    expect((await millpond.ended(id)).change.status).toBe('CANCELED');
    for (const path of ['cancel', 'pause', 'resume', 'promote']) {
      expect(await refused(path)).toBe(`The change is CANCELED: it cannot be asked to ${path} now.`);
    }
    expect((await audit(id)).slice(1)).toEqual([
      { action: 'bulk_change.cancel', actor: 'token:Ann Example', detail: { mode: 'immediate' } },
    ]);
  });

  it('tells nobody’s name to Temporal, and two calls with one key are one pause', async () => {
    const ann = await caller(20, SLOW);
    const id = await submit(ann, 20);
    await eventually(() => processed(id)).toBeGreaterThan(1);
    const key = { 'idempotency-key': 'the-same-click' };
    const first = await ann.post(`/v1/bulk-changes/${id}/pause`, { reason: 'lunch' }, key);
    const second = await ann.post(`/v1/bulk-changes/${id}/pause`, { reason: 'lunch' }, key);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body).toEqual(first.body);
    await ann.post(`/v1/bulk-changes/${id}/cancel`, { mode: 'immediate' });
    await millpond.ended(id);

    const history = await millpond.client.workflow.getHandle(bulkChangeWorkflowId(id)).fetchHistory();
    const text = textsOf(history.events).join('\n');
    expect(text).toContain('lunch');
    expect(text).not.toContain('Ann');
    expect(text).not.toContain('the-same-click');
  });

  it('waits between its waves, says so, and goes on when it is promoted', async () => {
    const ann = await caller(6);
    const id = await submit(ann, 6, { rollout: { waves: [{ count: 2, pauseAfter: true }] } });
    await eventually(() => statusOf(id)).toBe('PAUSED');

    expect((await ann.get(`/v1/bulk-changes/${id}`)).body).toMatchObject({
      wave: { number: 1, of: 2 },
      progress: { waitingFor: 'wave_gate' },
      counts: { processed: 2, pending: 4 },
    });
    const resumed = await ann.post(`/v1/bulk-changes/${id}/resume`);
    expect(resumed.body['detail']).toContain('promote it');
    expect((await ann.post(`/v1/bulk-changes/${id}/promote`)).status).toBe(202);

    expect((await millpond.ended(id)).change).toMatchObject({ status: 'PROCESSED', processed: 6 });
    expect((await ann.get(`/v1/bulk-changes/${id}`)).body['wave']).toEqual({ number: 2, of: 2 });
  });
});

describe('a change that waits for its date', () => {
  it('is moved, in the zone it was submitted with, and to now', async () => {
    const ann = await caller(1);
    const id = await submit(ann, 1, scheduled);
    await eventually(() => statusOf(id)).toBe('SCHEDULED');

    const moved = await ann.post(`/v1/bulk-changes/${id}/reschedule`, { effectiveDate: '2032-01-01T08:30' });
    expect(moved).toMatchObject({
      status: 202,
      body: { effectiveAt: '2032-01-01T07:30:00.000Z', timeZone: 'Europe/Berlin' },
    });
    await eventually(() => statusOf(id)).toBe('SCHEDULED');
    const elsewhere = { effectiveDate: '2032-01-01T08:30', timeZone: 'America/New_York' };
    expect((await ann.post(`/v1/bulk-changes/${id}/reschedule`, elsewhere)).body).toMatchObject({
      effectiveAt: '2032-01-01T13:30:00.000Z',
      timeZone: 'America/New_York',
    });
    await eventually(() => statusOf(id)).toBe('SCHEDULED');
    expect(
      (await ann.post(`/v1/bulk-changes/${id}/reschedule`, { effectiveDate: '2020-01-01' })).status,
    ).toBe(202);
    expect((await millpond.ended(id)).change.status).toBe('PROCESSED');
    expect((await audit(id)).slice(1)).toMatchObject([
      {
        action: 'bulk_change.reschedule',
        detail: { before: '2031-07-01T06:30:00.000Z', effectiveAt: '2032-01-01T07:30:00.000Z' },
      },
      { action: 'bulk_change.reschedule' },
      { action: 'bulk_change.reschedule' },
    ]);
  });

  it('takes the date with it from which a customer rate plan holds, except for devices with a date of their own', async () => {
    const ann = await caller(2);
    const plan = await ann.post('/v1/customer-rate-plans', { code: 'FLEET', name: 'Fleet plan' });
    const own = '2031-09-01T00:00:00.000Z';
    const id = await submit(ann, 2, {
      changeType: 'customerrateplanchange',
      statusUpdate: undefined,
      devices: [iccid(1), { iccid: iccid(2), effectiveDate: own }],
      customerRatePlanUpdate: { customerRatePlanId: plan.body['id'], effectiveDate: '2031-07-01' },
    });
    await eventually(() => statusOf(id)).toBe('SCHEDULED');
    const effectiveDate = '2031-08-01T00:00:00.000Z';
    expect((await ann.post(`/v1/bulk-changes/${id}/reschedule`, { effectiveDate })).status).toBe(202);

    const { change, rows } = await millpond.read(id);
    expect(change.order).toMatchObject({ effectiveFrom: effectiveDate });
    expect(rows.map(({ order }) => order)).toMatchObject([null, { effectiveFrom: own }]);
    await ann.post(`/v1/bulk-changes/${id}/cancel`);
    await millpond.ended(id);
  });

  it('is canceled although its run was lost, and a date that is none is refused', async () => {
    const ann = await caller(1);
    const id = await submit(ann, 1, scheduled);
    await eventually(() => statusOf(id)).toBe('SCHEDULED');
    expect(await ann.post(`/v1/bulk-changes/${id}/reschedule`, { effectiveDate: 'soon' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/effectiveDate', code: 'effective_date.malformed' }] },
    });
    const zone = { effectiveDate: DATE, timeZone: 'Mars/Base' };
    expect(await ann.post(`/v1/bulk-changes/${id}/reschedule`, zone)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/timeZone', code: 'time_zone.unknown' }] },
    });
    await millpond.client.workflow.getHandle(bulkChangeWorkflowId(id)).terminate('lost');

    expect((await ann.post(`/v1/bulk-changes/${id}/cancel`)).status).toBe(202);

    expect((await millpond.ended(id)).change.status).toBe('CANCELED');
  });
});

it('a change that has no run cannot be steered', async () => {
  const ann = await caller(1);
  const id = await submit(ann, 1, { processChanges: false });
  for (const path of ['pause', 'resume', 'promote']) {
    expect((await ann.post(`/v1/bulk-changes/${id}/${path}`)).body['detail']).toBe(
      `The change is PENDING: it cannot be asked to ${path} now.`,
    );
  }
});

it('a pause that no worker confirms is answered 503 and not audited, and the same call repeated is that pause', async () => {
  const idle = await startMillpond();
  const beside = await startApiBeside(idle);
  try {
    const ann = await caller(5, SLOW, { millpond: idle, api: beside });
    const id = await submit(ann, 5);
    const pause = () =>
      ann.post(`/v1/bulk-changes/${id}/pause`, { reason: 'stop' }, { 'idempotency-key': 'one-click' });
    const entries = () => idle.database.prisma.auditEntry.count({ where: { action: 'bulk_change.pause' } });

    const unheard = await pause();
    expect(unheard).toMatchObject({ status: 503, body: { code: 'service.unavailable' } });
    expect(await entries()).toBe(0);

    await idle.startWorker();
    expect(await pause()).toMatchObject({ status: 202, body: { status: 'PAUSED', pauseReason: 'stop' } });
    expect(await entries()).toBe(1);
    await ann.post(`/v1/bulk-changes/${id}/cancel`, { mode: 'immediate' });
    await idle.ended(id);
  } finally {
    await beside.close();
    await idle.close();
  }
});

/** Every text that stands in a history, the bytes of its payloads included. */
function textsOf(value: unknown): string[] {
  if (value instanceof Uint8Array) return [Buffer.from(value).toString()];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsOf);
  return typeof value === 'string' ? [value] : [];
}
