import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ReturnedRow } from '../../src/db/submission/retry-file/returned-row.ts';
import { retryReturnedRows } from '../../src/db/submission/retry-file/retry-returned-rows.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { statusOrder } from './orders.ts';
import { expectCountsOfRows, statusesOf, storeChange, type StoredRow } from './stored-change.ts';

let db: FleetDatabase;
let fleet: SeededFleet;

beforeAll(async () => {
  db = await openFleetDatabase();
});

beforeEach(async () => {
  fleet = await db.newFleet({ jasperDevices: 5 });
});

afterAll(() => db.close());

const NOW = new Date('2026-11-30T12:00:00Z');
const STRANGER = '8901999999999999999';

function device(index: number) {
  return at(fleet.jasperDevices, index);
}

function change(...rows: StoredRow[]) {
  return storeChange(db.database, { fleet, order: statusOrder('suspended'), rows, status: 'ERROR' });
}

function returned(deviceChangeId: string, identifier: string, row = 2, imei?: string): ReturnedRow {
  const named = { row, deviceChangeId, device: { identifier, identifierType: 'ICCID' as const } };
  return imei === undefined ? named : { ...named, imei };
}

function send(...rows: ReturnedRow[]) {
  const who = { tenantId: fleet.tenantId, actor: 'ann', requestId: 'r-1' };
  return retryReturnedRows({ database: db.database, now: () => NOW }, who, [rows], 'errors.csv');
}

async function codesOf(result: ReturnType<typeof send>): Promise<string[]> {
  const ended = await result;
  return 'faults' in ended ? ended.faults.map(({ row, code }) => `${String(row)} ${code}`) : [ended.outcome];
}

it('a list that comes back as it was tries just its rows again', async () => {
  const { id, rows } = await change(
    { device: device(0), status: 'ERROR' },
    { device: device(1), status: 'ERROR' },
    { device: device(2), status: 'PROCESSED' },
    { device: device(3), status: 'UNKNOWN' },
  );
  const result = await send(
    returned(at(rows, 0), device(0).iccid),
    returned(at(rows, 3), device(3).iccid, 3),
  );
  expect(result).toMatchObject({ outcome: 'done', bulkChangeId: id, retried: 2, faults: [], warnings: [] });
  expect(await statusesOf(db.database, id)).toEqual(['PENDING', 'ERROR', 'PROCESSED', 'PENDING']);
  await expectCountsOfRows(db.database, id);
  const stored = await db.database.prisma.bulkChange.findUniqueOrThrow({ where: { id } });
  expect(stored).toMatchObject({ status: 'PROCESSING', startRequestedAt: NOW, finishedAt: null });
  expect(await db.database.prisma.auditEntry.findFirst({ where: { subjectId: id } })).toMatchObject({
    action: 'bulk_change.retry',
    actor: 'ann',
    detail: { file: 'errors.csv', retried: 2, corrected: 0 },
  });
});

it('a corrected number is judged and noted, and the row is tried with the device it names now', async () => {
  const { id, rows } = await change({ device: null, status: 'ERROR', errorCode: 'device.not_found' });
  const imei = '350000000000006';
  expect(await send(returned(at(rows, 0), device(4).iccid, 2, imei))).toMatchObject({ retried: 1 });
  const row = await db.database.prisma.deviceChange.findUniqueOrThrow({ where: { id: at(rows, 0) } });
  expect(row).toMatchObject({
    status: 'PENDING',
    identifier: device(4).iccid,
    deviceId: device(4).id,
    overrides: { imei },
    after: { status: 'suspended' },
    errorCode: null,
  });
  const log = await db.database.prisma.logEntry.findFirstOrThrow({ where: { deviceChangeId: row.id } });
  expect(log.description).toBe('Update Device Status: Jasper Correct Device');
  expect(JSON.parse(log.requestText ?? '')).toEqual({ iccid: device(4).iccid, imei });
  await expectCountsOfRows(db.database, id);
});

it('a device that was unknown and has been imported since is tried', async () => {
  const { id, rows } = await change({ device: null, status: 'ERROR', errorCode: 'device.not_found' });
  const row = { id: at(rows, 0) };
  await db.database.prisma.deviceChange.update({ where: row, data: { identifier: device(0).iccid } });
  expect(await send(returned(row.id, device(0).iccid))).toMatchObject({ outcome: 'done', retried: 1 });
  expect(await statusesOf(db.database, id)).toEqual(['PENDING']);
});

it('a row that still cannot be carried out stays failed and is reported, and the others go on', async () => {
  const { id, rows } = await change(
    { device: device(0), status: 'ERROR' },
    { device: device(1), status: 'ERROR' },
    { device: device(2), status: 'UNKNOWN' },
    { device: device(3), status: 'PROCESSED' },
    { device: null, status: 'ERROR' },
  );
  const result = send(
    returned(at(rows, 0), device(0).iccid, 2),
    returned(at(rows, 1), STRANGER, 3),
    returned(at(rows, 2), device(4).iccid, 4),
    returned(at(rows, 4), device(3).iccid, 6),
  );
  expect(await codesOf(result)).toEqual([
    '3 device.not_found',
    '4 upload.row_not_correctable',
    '6 device.duplicate',
  ]);
  expect(await result).toMatchObject({ outcome: 'done', retried: 1 });
  expect(await statusesOf(db.database, id)).toEqual(['PENDING', 'ERROR', 'UNKNOWN', 'PROCESSED', 'ERROR']);
  await expectCountsOfRows(db.database, id);
});

it('two rows cannot be corrected to the same device', async () => {
  const { id, rows } = await change({ device: null, status: 'ERROR' }, { device: null, status: 'ERROR' });
  const result = send(returned(at(rows, 0), device(0).iccid, 2), returned(at(rows, 1), device(0).iccid, 3));
  expect(await codesOf(result)).toEqual(['3 device.duplicate']);
  expect(await statusesOf(db.database, id)).toEqual(['PENDING', 'ERROR']);
});

it('a device that has moved on since the list was made is left alone, with a word', async () => {
  const { id, rows } = await change(
    { device: device(0), status: 'PROCESSED' },
    { device: device(1), status: 'ERROR' },
  );
  const result = await send(
    returned(at(rows, 0), device(0).iccid, 2),
    returned(at(rows, 1), device(1).iccid, 3),
  );
  expect(result).toMatchObject({ retried: 1, warnings: [{ row: 2, code: 'upload.row_not_failed' }] });
  expect(await statusesOf(db.database, id)).toEqual(['PROCESSED', 'PENDING']);
});

it('a list of which nothing can be tried changes nothing', async () => {
  const { id, rows } = await change(
    { device: device(0), status: 'PROCESSED' },
    { device: null, status: 'ERROR' },
  );
  const result = send(returned(at(rows, 0), device(0).iccid, 2), returned(at(rows, 1), STRANGER, 3));
  expect(await codesOf(result)).toEqual(['3 device.not_found', '2 upload.row_not_failed']);
  expect(await result).toMatchObject({ outcome: 'refused' });
  const stored = await db.database.prisma.bulkChange.findUniqueOrThrow({ where: { id } });
  expect(stored).toMatchObject({ status: 'ERROR', startRequestedAt: null });
});

it('a list that is sent twice at the same time is done once, and the second is told that its rows have moved on', async () => {
  const { id, rows } = await change(
    { device: device(0), status: 'ERROR' },
    { device: null, status: 'ERROR' },
  );
  const list = [returned(at(rows, 0), device(0).iccid, 2), returned(at(rows, 1), device(1).iccid, 3)];
  const [one, other] = await Promise.all([send(...list), send(...list)]);
  const refused = one.outcome === 'done' ? other : one;
  expect([one.outcome, other.outcome].sort()).toEqual(['done', 'refused']);
  expect(await codesOf(Promise.resolve(refused))).toEqual(
    expect.arrayContaining(['2 upload.row_not_failed', '3 upload.row_not_failed']),
  );
  expect(await statusesOf(db.database, id)).toEqual(['PENDING', 'PENDING']);
  await expectCountsOfRows(db.database, id);
});

it('rows of two changes, a row twice, and rows that are not the tenant’s refuse the whole list', async () => {
  const one = await change({ device: device(0), status: 'ERROR' });
  const two = await change({ device: device(1), status: 'ERROR' });
  const foreign = await db.newFleet({ jasperDevices: 1 });
  const other = await storeChange(db.database, {
    fleet: foreign,
    order: statusOrder('suspended'),
    rows: [{ device: at(foreign.jasperDevices, 0), status: 'ERROR' }],
    status: 'ERROR',
  });
  const result = send(
    returned(at(one.rows, 0), device(0).iccid, 2),
    returned(at(two.rows, 0), device(1).iccid, 3),
    returned(at(one.rows, 0), device(0).iccid, 4),
    returned(at(other.rows, 0), at(foreign.jasperDevices, 0).iccid, 5),
    returned(randomUUID(), device(2).iccid, 6),
  );
  expect(await codesOf(result)).toEqual([
    '3 upload.retry_of_mixed',
    '4 upload.retry_of_twice',
    '5 upload.retry_of_unknown',
    '6 upload.retry_of_unknown',
  ]);
  expect(await result).toMatchObject({ outcome: 'refused' });
  expect(await statusesOf(db.database, one.id)).toEqual(['ERROR']);
});

it('a change that has not begun has no failures to take back', async () => {
  const { id, rows } = await change({ device: device(0), status: 'ERROR' });
  await db.database.prisma.bulkChange.update({ where: { id }, data: { status: 'SCHEDULED' } });
  expect(await send(returned(at(rows, 0), device(0).iccid))).toEqual({
    outcome: 'wrong_state',
    status: 'SCHEDULED',
  });
});
