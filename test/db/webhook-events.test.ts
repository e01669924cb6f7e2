import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeBulkChange } from '../../src/db/bulk/bulk-change-life.ts';
import { holdBulkChange, type Hold } from '../../src/db/bulk/hold-bulk-change.ts';
import { insertDeviceChanges } from '../../src/db/bulk/insert-device-changes.ts';
import { recordOutcomes, type Outcome } from '../../src/db/bulk/record-outcomes.ts';
import { sealWebhookFailures } from '../../src/db/bulk/webhook-work.ts';
import type { PlannedRow } from '../../src/db/submission/judge-rows.ts';
import { submitBulkChange } from '../../src/db/submission/submit-bulk-change.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { statusOrder } from './orders.ts';
import { storeChange, type StoredChange } from './stored-change.ts';
import { eventsOf, rowsOf, storeEndpoint } from './webhook-scene.ts';

let db: FleetDatabase;

beforeAll(async () => {
  db = await openFleetDatabase(12);
});

afterAll(() => db.close());

const order = statusOrder('suspended');

function outcome(deviceChangeId: string, status: 'PROCESSED' | 'ERROR' | 'UNKNOWN'): Outcome {
  const failed = status !== 'PROCESSED';
  return {
    deviceChangeId,
    status,
    errorClass: failed ? 'TRANSIENT' : null,
    errorCode: failed ? 'carrier.timeout' : null,
    errorMessage: failed ? 'No answer.' : null,
    observed: {},
    description: 'Update Device',
  };
}

async function storeRows(fleet: SeededFleet, rows: number, status = 'PROCESSING'): Promise<StoredChange> {
  const device = at(fleet.jasperDevices, 0);
  return storeChange(db.database, {
    fleet,
    order,
    status,
    rows: Array.from({ length: rows }, (_, index) => ({ device: index === 0 ? device : null })),
  });
}

const fleetOfOne = () => db.newFleet({ jasperDevices: 1 });
const record = (ids: readonly string[], status: 'PROCESSED' | 'ERROR' | 'UNKNOWN') =>
  recordOutcomes(
    db.database.pool,
    ids.map((id) => outcome(id, status)),
  );

test('the life of a change is told in its order, with the counts of each moment', async () => {
  const fleet = await fleetOfOne();
  await storeEndpoint(db.database, fleet.tenantId);
  const { id, rows } = await storeRows(fleet, 2, 'PENDING');
  const { pool } = db.database;
  const hold = (status: Hold['status']) =>
    holdBulkChange(pool, {
      ...{ bulkChangeId: id, runId: 'run', status, heldBy: null, pauseReason: null, halted: false, wave: 0 },
    });
  for (const status of ['SCHEDULED', 'PROCESSING', 'PROCESSING', 'PAUSED', 'PROCESSING'] as const) {
    await hold(status);
  }
  await record(rows, 'PROCESSED');
  await closeBulkChange(pool, id);

  const events = await eventsOf(db.database, fleet.tenantId);
  expect(events.map(({ sequence, type, data }) => [sequence, type, data['status']])).toEqual([
    [1, 'bulk_change.started', 'PROCESSING'],
    [2, 'bulk_change.paused', 'PAUSED'],
    [3, 'bulk_change.resumed', 'PROCESSING'],
    [4, 'bulk_change.completed', 'PROCESSED'],
  ]);
  expect(events.at(-1)?.data).toEqual({
    sequence: 4,
    bulkChangeId: id,
    changeType: 'statusupdate',
    serviceProviderId: fleet.jasper,
    status: 'PROCESSED',
    counts: {
      ...{ total: 2, pending: 0, processing: 0, awaitingConfirmation: 0 },
      ...{ processed: 2, error: 0, unknown: 0, canceled: 0 },
    },
  });
});

test('a change that is paused before it begins is told to have begun once it does', async () => {
  const fleet = await fleetOfOne();
  await storeEndpoint(db.database, fleet.tenantId);
  const { id } = await storeRows(fleet, 1, 'PAUSED');
  const now = { heldBy: null, pauseReason: null, halted: false, wave: 0 };
  await holdBulkChange(db.database.pool, { bulkChangeId: id, runId: 'run', status: 'PROCESSING', ...now });
  expect((await eventsOf(db.database, fleet.tenantId)).map(({ type }) => type)).toEqual([
    'bulk_change.resumed',
    'bulk_change.started',
  ]);
});

test('what is rolled back is not told, and leaves no gap', async () => {
  const fleet = await fleetOfOne();
  await storeEndpoint(db.database, fleet.tenantId);
  const { prisma } = db.database;
  const lost = await storeRows(fleet, 1);
  const kept = await storeRows(fleet, 1);
  const pause = (id: string) => ({ where: { id }, data: { status: 'PAUSED' } });
  const undone = prisma.$transaction(async (tx) => {
    await tx.bulkChange.update(pause(lost.id));
    await tx.$executeRaw`set constraints all immediate`;
    expect(await tx.webhookEvent.count({ where: { tenantId: fleet.tenantId } })).toBe(1);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await prisma.bulkChange.update(pause(kept.id));
  expect(await eventsOf(db.database, fleet.tenantId)).toMatchObject([
    { sequence: 1, data: { bulkChangeId: kept.id } },
  ]);
});

test('failed devices are told a hundred at a time, each once, before the change is said to be over', async () => {
  const fleet = await fleetOfOne();
  await storeEndpoint(db.database, fleet.tenantId);
  const { id, rows } = await storeRows(fleet, 251);
  const { pool } = db.database;
  await record(rows.slice(0, 120), 'ERROR');
  expect(await sealWebhookFailures(pool, id)).toBe(2);
  expect(await sealWebhookFailures(pool, id)).toBe(0);
  await record(rows.slice(120, 250), 'UNKNOWN');
  await record(rows.slice(250), 'PROCESSED');
  await closeBulkChange(pool, id);

  const events = await eventsOf(db.database, fleet.tenantId);
  const failed = events.slice(0, -1);
  expect(events.at(-1)?.type).toBe('bulk_change.failed');
  expect(failed.map((event) => [event.type, rowsOf(event).length])).toEqual([
    ['device_change.failed', 100],
    ['device_change.failed', 20],
    ['device_change.failed', 100],
    ['device_change.failed', 30],
  ]);
  expect(failed.flatMap(rowsOf)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
  expect(failed[2]?.data).toMatchObject({
    bulkChangeId: id,
    devices: expect.arrayContaining([
      {
        deviceChangeId: rows[120],
        rowNumber: 121,
        identifier: expect.any(String) as string,
        status: 'UNKNOWN',
        errorCode: 'carrier.timeout',
      },
    ]) as unknown,
  });
  expect(await db.database.prisma.webhookFailure.count()).toBe(0);
});

test('a change whose devices are all refused when it is stored tells them, and then that it failed', async () => {
  const fleet = await fleetOfOne();
  await storeEndpoint(db.database, fleet.tenantId);
  const submission = await submitBulkChange(
    { database: db.database, now: () => new Date() },
    { tenantId: fleet.tenantId, actor: 'ann' },
    {
      ...{ serviceProviderId: fleet.jasper, processChanges: true, onConflict: 'queue' },
      change: { changeType: 'statusupdate', targetStatus: 'suspended' },
      devices: [[{ identifier: '89019990000000000012', identifierType: 'ICCID' }]],
    },
    {},
  );
  const stored = submission.ok ? submission.bulkChangeId : '';
  expect(await eventsOf(db.database, fleet.tenantId)).toMatchObject([
    { type: 'device_change.failed', data: { bulkChangeId: stored, devices: [{ rowNumber: 1 }] } },
    { type: 'bulk_change.failed', data: { counts: { error: 1 } } },
  ]);
});

function refusedRow(rowNumber: number, identifier = '89019990000000000012'): PlannedRow {
  return {
    rowNumber,
    identifier,
    identifierType: 'ICCID',
    status: 'ERROR',
    errorClass: 'VALIDATION',
    errorCode: 'device.not_found',
    errorMessage: 'Unknown.',
    ...{ deviceId: null, overrides: null, before: null, after: null, effectiveAt: null },
  };
}

test('a body stays below 20 kB, however long identifiers and codes are', async () => {
  const fleet = await fleetOfOne();
  await storeEndpoint(db.database, fleet.tenantId);
  const { id } = await storeRows(fleet, 1);
  const rows = Array.from({ length: 300 }, (_, index) => refusedRow(index + 2, '8'.repeat(150)));
  await insertDeviceChanges(db.database.pool, { tenantId: fleet.tenantId, bulkChangeId: id, rows });
  await sealWebhookFailures(db.database.pool, id);
  const events = await eventsOf(db.database, fleet.tenantId);
  expect(events.length).toBeGreaterThan(3);
  expect(events.flatMap(rowsOf)).toHaveLength(300);
  for (const { data, type } of events) {
    const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data });
    expect(Buffer.byteLength(body)).toBeLessThan(20_000);
  }
});

test('a device that fails again after a retry is told again, and one that stays failed is not', async () => {
  const fleet = await fleetOfOne();
  await storeEndpoint(db.database, fleet.tenantId);
  const { id, rows } = await storeRows(fleet, 1);
  const row = at(rows, 0);
  const { prisma, pool } = db.database;
  await record([row], 'ERROR');
  await prisma.deviceChange.update({ where: { id: row }, data: { status: 'UNKNOWN' } });
  await prisma.deviceChange.update({ where: { id: row }, data: { status: 'PENDING', errorCode: null } });
  await prisma.deviceChange.update({ where: { id: row }, data: { status: 'UNKNOWN', errorCode: 'again' } });
  await sealWebhookFailures(pool, id);
  const [event] = await eventsOf(db.database, fleet.tenantId);
  const devices = event?.data['devices'] as { status: string }[];
  expect(devices.map(({ status }) => status)).toEqual(['ERROR', 'UNKNOWN']);
});

test('only what an endpoint wants is written, and each gets its own', async () => {
  const fleet = await fleetOfOne();
  const { database } = db;
  const paused = await storeEndpoint(database, fleet.tenantId, { eventTypes: ['bulk_change.paused'] });
  const all = await storeEndpoint(database, fleet.tenantId, {
    eventTypes: ['bulk_change.paused', 'bulk_change.canceled'],
  });
  const { id, rows } = await storeRows(fleet, 1);
  await record(rows, 'ERROR');
  for (const status of ['PAUSED', 'PROCESSING', 'CANCELED']) {
    await database.prisma.bulkChange.update({ where: { id }, data: { status } });
  }
  expect((await eventsOf(database, fleet.tenantId)).map(({ type }) => type)).toEqual([
    'bulk_change.paused',
    'bulk_change.canceled',
  ]);
  const deliveries = await database.prisma.webhookDelivery.findMany({
    where: { tenantId: fleet.tenantId },
    orderBy: { sequence: 'asc' },
  });
  const due = (endpointId: string) => deliveries.filter((each) => each.endpointId === endpointId).length;
  expect([due(paused), due(all)]).toEqual([1, 2]);
});

test('an endpoint that was given up goes on gathering for thirty days; one switched off or gone does not', async () => {
  const fleet = await fleetOfOne();
  const { prisma } = db.database;
  const endpointId = await storeEndpoint(db.database, fleet.tenantId);
  const { id } = await storeRows(fleet, 1);
  const days = (count: number) => new Date(Date.now() - count * 86_400_000);
  const gathersWhen = async (disabledReason: string, disabledAt: Date) => {
    await prisma.webhookEndpoint.update({
      where: { id: endpointId },
      data: { enabled: false, disabledReason, disabledAt },
    });
    const before = await prisma.webhookDelivery.count({ where: { endpointId } });
    await prisma.bulkChange.update({ where: { id }, data: { status: 'PAUSED' } });
    await prisma.bulkChange.update({ where: { id }, data: { status: 'PROCESSING' } });
    return (await prisma.webhookDelivery.count({ where: { endpointId } })) > before;
  };
  expect(await gathersWhen('exhausted', days(29))).toBe(true);
  expect(await gathersWhen('exhausted', days(31))).toBe(false);
  expect(await gathersWhen('gone', days(0))).toBe(false);
  expect(await gathersWhen('request', days(0))).toBe(false);
});

test('a tenant that wants nothing pays for nothing: no trigger runs for rows that do not fail', async () => {
  const fleet = await fleetOfOne();
  const { id, rows } = await storeRows(fleet, 50);
  const { rows: plan } = await db.database.pool.query<{ 'QUERY PLAN': string }>(
    `explain (analyze) update device_changes set status = 'PENDING' where bulk_change_id = $1::uuid`,
    [id],
  );
  expect(plan.map((line) => line['QUERY PLAN']).join('\n')).not.toContain('webhook');
  await record(rows, 'ERROR');
  await closeBulkChange(db.database.pool, id);
  expect(await eventsOf(db.database, fleet.tenantId)).toEqual([]);
  const { prisma } = db.database;
  expect(await prisma.webhookFailure.count({ where: { tenantId: fleet.tenantId } })).toBe(0);
  expect(await prisma.webhookEventCounter.count({ where: { tenantId: fleet.tenantId } })).toBe(0);
});

test('whoever reads by sequence misses nothing: commits are in its order, without gaps, whoever writes at once', async () => {
  const fleet = await fleetOfOne();
  await storeEndpoint(db.database, fleet.tenantId);
  const changes = await Promise.all(Array.from({ length: 12 }, () => storeRows(fleet, 3)));
  let finished = false;
  const seen: number[][] = [];
  const reading = (async () => {
    while (!finished) {
      seen.push((await eventsOf(db.database, fleet.tenantId)).map(({ sequence }) => sequence));
    }
  })();
  await Promise.all(
    changes.map(async ({ id, rows }, index) => {
      const { pool, prisma } = db.database;
      await record(rows, index % 2 === 0 ? 'ERROR' : 'PROCESSED');
      await Promise.all([sealWebhookFailures(pool, id), closeBulkChange(pool, id)]);
      const failing = prisma.$transaction(async (tx) => {
        await tx.bulkChange.update({ where: { id }, data: { status: 'PAUSED' } });
        await tx.$executeRaw`set constraints all immediate`;
        throw new Error('undone');
      });
      await expect(failing).rejects.toThrow('undone');
      await prisma.bulkChange.update({ where: { id }, data: { status: 'PAUSED' } });
    }),
  );
  finished = true;
  await reading;

  const events = await eventsOf(db.database, fleet.tenantId);
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  for (const sequences of seen) expect(sequences).toEqual(sequences.map((_, index) => index + 1));
  for (const [index, { id }] of changes.entries()) {
    const own = events.filter(({ data }) => data['bulkChangeId'] === id).map(({ type }) => type);
    expect(own).toEqual(
      index % 2 === 0
        ? ['device_change.failed', 'bulk_change.failed', 'bulk_change.paused']
        : ['bulk_change.completed', 'bulk_change.paused'],
    );
  }
});
