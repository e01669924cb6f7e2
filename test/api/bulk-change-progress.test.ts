import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeCircuit, countOutage, FAILURES_TO_OPEN } from '../../src/db/bulk/carrier-circuit.ts';
import { idOf, startTestApi, type Json, type TestApi } from './test-api.ts';
import { iccid, suspension } from './test-fleet.ts';

let api: TestApi;
let serviceProviderId: string;
let changeId: string;
const iccids = Array.from({ length: 10 }, (_, index) => iccid(index + 1));

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

/** A Jasper account with ten active devices, which the carrier permits five calls a second, and their suspension. */
beforeEach(async () => {
  const provider = await api.call('admin', 'POST', '/v1/service-providers', {
    body: {
      name: `Jasper ${randomUUID()}`,
      integration: 'JASPER',
      baseUrl: 'https://carrier.example',
      settings: { requestsPerSecond: 5 },
      credentials: { username: 'acme', apiKey: 'not a real key' },
    },
  });
  serviceProviderId = idOf(provider);
  await api.call('admin', 'POST', `/v1/devices/import?serviceProviderId=${serviceProviderId}`, {
    body: ['iccid,status', ...iccids.map((id) => `${id},active`)].join('\n'),
    headers: { 'content-type': 'text/csv' },
  });
  changeId = await submit(suspension({ serviceProviderId, iccids }));
});

async function submit(body: object): Promise<string> {
  return idOf(await api.call('operator', 'POST', '/v1/bulk-changes', { body }));
}

/** As the workflow leaves the row while `processed` of ten devices are done, so many seconds after the start. */
async function runs({ processed = 0, seconds = 10, id = changeId } = {}): Promise<void> {
  await api.database.prisma.bulkChange.update({
    where: { id },
    data: {
      status: 'PROCESSING',
      startedAt: inSeconds(-seconds),
      pending: 10 - processed,
      processed,
    },
  });
}

function inSeconds(seconds: number): Date {
  return new Date(api.time.now.getTime() + seconds * 1_000);
}

async function nextCallIn(seconds: number): Promise<void> {
  await api.database.prisma.carrierBudget.create({
    data: { serviceProviderId, nextFreeAt: inSeconds(seconds) },
  });
}

async function progress(id = changeId): Promise<Json> {
  const { status, body } = await api.call('viewer', 'GET', `/v1/bulk-changes/${id}`);
  expect(status).toBe(200);
  return body['progress'] as Json;
}

describe('what a change waits for', () => {
  test('is nothing when the account has slots to spare', async () => {
    await runs();
    await nextCallIn(-5);

    expect(await progress()).toMatchObject({ waitingFor: null });
  });

  test('is the budget while its slots are taken one after the other', async () => {
    await runs();
    await nextCallIn(0.2);

    expect(await progress()).toMatchObject({ waitingFor: 'carrier_budget' });
  });

  test('is the budget when the account may not call for a while, until it may', async () => {
    await runs();
    await nextCallIn(30);
    expect(await progress()).toMatchObject({ waitingFor: 'carrier_budget' });

    const before = api.time.now;
    api.time.now = inSeconds(35);
    expect(await progress()).toMatchObject({ waitingFor: null });
    api.time.now = before;
  });

  test('is the end of an outage once the circuit of the account has opened, until the carrier answers', async () => {
    await runs();
    for (let failure = 1; failure < FAILURES_TO_OPEN; failure += 1) {
      await countOutage(api.database.pool, serviceProviderId, false);
    }
    expect(await progress()).toMatchObject({ waitingFor: null });

    await countOutage(api.database.pool, serviceProviderId, false);
    expect(await progress()).toMatchObject({ waitingFor: 'carrier_outage' });

    await closeCircuit(api.database.pool, serviceProviderId);
    expect(await progress()).toMatchObject({ waitingFor: null });
  });

  test('is what its run has written down, where it waits for a date, a window or a promotion', async () => {
    await runs();
    await nextCallIn(30);
    for (const heldBy of ['effective_date', 'maintenance_window', 'wave_gate']) {
      await api.database.prisma.bulkChange.update({ where: { id: changeId }, data: { heldBy } });
      expect(await progress()).toMatchObject({ waitingFor: heldBy });
    }
  });

  test('is the lane of a device when an earlier change has to finish with it first', async () => {
    await runs();
    const later = await submit(suspension({ serviceProviderId, iccids }));
    await runs({ id: later });
    expect(await progress()).toMatchObject({ waitingFor: null });
    expect(await progress(later)).toMatchObject({ waitingFor: 'device_lane' });
  });

  test('is neither for a change that calls no carrier, and none that has not started or has ended', async () => {
    await nextCallIn(30);
    expect(await progress()).toMatchObject({ waitingFor: null });
    const plan = await api.database.prisma.customerRatePlan.create({
      data: { tenantId: api.tenantId, code: randomUUID(), name: 'Plan' },
    });
    const databaseOnly = await submit({
      serviceProviderId,
      changeType: 'customerrateplanchange',
      devices: iccids,
      customerRatePlanUpdate: { customerRatePlanId: plan.id },
    });
    await runs({ id: databaseOnly });
    expect(await progress(databaseOnly)).toMatchObject({ waitingFor: null });

    await api.database.prisma.bulkChange.update({
      where: { id: changeId },
      data: { status: 'PROCESSED', pending: 0, processed: 10, finishedAt: inSeconds(0) },
    });
    expect(await progress()).toMatchObject({ waitingFor: null });
  });
});

describe('when a change is expected to finish', () => {
  test('follows from the budget alone before anything is done: ten calls at five a second', async () => {
    await runs({ processed: 0, seconds: 0 });

    expect(await progress()).toMatchObject({
      percent: 0,
      estimatedFinishAt: inSeconds(2).toISOString(),
    });
  });

  test('follows from the pace so far where that is slower than the budget', async () => {
    await runs({ processed: 5, seconds: 10 });

    expect(await progress()).toMatchObject({
      percent: 50,
      devicesPerSecond: 0.5,
      estimatedFinishAt: inSeconds(10).toISOString(),
    });
  });

  test('is never sooner than the budget permits, however fast the first devices went', async () => {
    await runs({ processed: 5, seconds: 0.1 });

    expect(await progress()).toMatchObject({ estimatedFinishAt: inSeconds(1).toISOString() });
  });

  test('counts both calls of a deactivation', async () => {
    const id = await submit({
      ...suspension({
        serviceProviderId,
        iccids,
      }),
      statusUpdate: { targetStatus: 'deactivate' },
    });
    await runs({ id, seconds: 0 });

    expect(await progress(id)).toMatchObject({ estimatedFinishAt: inSeconds(4).toISOString() });
  });

  test('is not guessed for a change that has not started, is over, or has no rate to go by', async () => {
    expect(await progress()).toMatchObject({ estimatedFinishAt: null });
    await runs({ processed: 10 });
    expect(await progress()).toMatchObject({ percent: 100, estimatedFinishAt: null });

    await api.database.prisma.serviceProvider.update({
      where: { id: serviceProviderId },
      data: { settings: { requestsPerSecond: null } },
    });
    await runs({ processed: 0 });
    expect(await progress()).toMatchObject({ estimatedFinishAt: null });
  });
});
