import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertDeviceChanges } from '../../src/db/bulk/insert-device-changes.ts';
import { logRefusedRows } from '../../src/db/bulk/log-refused-rows.ts';
import type { PlannedRow } from '../../src/db/submission/judge-rows.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { statusOrder } from './orders.ts';
import { storeChange } from './stored-change.ts';

let db: FleetDatabase;
let fleet: SeededFleet;

beforeAll(async () => {
  db = await openFleetDatabase();
  fleet = await db.newFleet({ jasperDevices: 2 });
});

afterAll(() => db.close());

function row(rowNumber: number, more: Partial<PlannedRow> = {}): PlannedRow {
  return {
    rowNumber,
    identifier: `8901${String(rowNumber).padStart(16, '0')}`,
    identifierType: 'ICCID',
    deviceId: null,
    status: 'PENDING',
    errorClass: null,
    errorCode: null,
    errorMessage: null,
    overrides: null,
    effectiveAt: null,
    before: null,
    after: null,
    ...more,
  };
}

const refused = {
  status: 'ERROR',
  errorClass: 'VALIDATION',
  errorCode: 'device.not_found',
  errorMessage: 'This service provider has no such device.',
} as const;

async function insert(rows: readonly PlannedRow[]): Promise<string> {
  const { id } = await storeChange(db.database, { fleet, order: statusOrder('active'), rows: [] });
  const { pool } = db.database;
  await insertDeviceChanges(pool, { tenantId: fleet.tenantId, bulkChangeId: id, rows });
  return id;
}

it('stores every row as planned: texts with any characters, images, and a finish for the refused ones', async () => {
  const device = at(fleet.jasperDevices, 0);
  const message = `"quoted", {braces}, \\backslash\\, 'single', NULL, ünïcode 漢字, line\nbreak`;
  const id = await insert([
    row(1, {
      deviceId: device.id,
      overrides: { imei: '350000000000006' },
      before: { status: 'active', 'a "key"': null },
      after: { status: 'suspended', mb: 1.5 },
    }),
    row(2, { ...refused, errorMessage: message, identifierType: 'MSISDN', identifier: '15550100001' }),
  ]);
  const stored = await db.database.prisma.deviceChange.findMany({
    where: { bulkChangeId: id },
    orderBy: { rowNumber: 'asc' },
  });
  expect(stored).toHaveLength(2);
  expect(stored[0]).toMatchObject({
    tenantId: fleet.tenantId,
    deviceId: device.id,
    status: 'PENDING',
    attempts: 0,
    errorCode: null,
    overrides: { imei: '350000000000006' },
    before: { status: 'active', 'a "key"': null },
    after: { status: 'suspended', mb: 1.5 },
    finishedAt: null,
  });
  expect(stored[1]).toMatchObject({
    ...refused,
    errorMessage: message,
    identifierType: 'MSISDN',
    before: null,
  });
  expect(stored[1]?.finishedAt).toBeInstanceOf(Date);
});

it('stores ten thousand rows in one statement, each once', async () => {
  const id = await insert(Array.from({ length: 10_001 }, (_, index) => row(index + 1)));
  const { _count, _min, _max } = await db.database.prisma.deviceChange.aggregate({
    where: { bulkChangeId: id },
    _count: { _all: true },
    _min: { rowNumber: true },
    _max: { rowNumber: true },
  });
  expect([_count._all, _min.rowNumber, _max.rowNumber]).toEqual([10_001, 1, 10_001]);
});

it('stores no row of a page when one of them cannot be stored', async () => {
  const foreign = await db.newFleet({ jasperDevices: 1 });
  const rows = [row(1), row(2, { deviceId: at(foreign.jasperDevices, 0).id })];
  await expect(insert(rows)).rejects.toThrow('device_changes_device_fkey');
  expect(
    await db.database.prisma.deviceChange.count({ where: { deviceId: at(foreign.jasperDevices, 0).id } }),
  ).toBe(0);
});

it('logs exactly the refused rows, with code and reason', async () => {
  const id = await insert([row(1), row(2, refused), row(3, { ...refused, errorCode: 'device.archived' })]);
  await logRefusedRows(db.database.pool, {
    bulkChangeId: id,
    description: 'Update Device Status: Jasper Validate Device',
    processedBy: 'ann',
  });
  const log = await db.database.prisma.logEntry.findMany({
    where: { bulkChangeId: id },
    orderBy: { id: 'asc' },
  });
  expect(log).toHaveLength(2);
  expect(log.map((entry) => entry.errorText?.split(':')[0]).sort()).toEqual([
    'device.archived',
    'device.not_found',
  ]);
  for (const entry of log) {
    expect(entry).toMatchObject({
      tenantId: fleet.tenantId,
      portalType: 'M2M',
      processedBy: 'ann',
      responseStatus: 'ERROR',
      hasErrors: true,
      description: 'Update Device Status: Jasper Validate Device',
    });
  }
});
