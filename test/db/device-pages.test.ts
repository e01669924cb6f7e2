import { afterAll, beforeAll, expect, it } from 'vitest';
import { submitBulkChange } from '../../src/db/submission/submit-bulk-change.ts';
import type { DevicePages, RequestedChange, RequestedDevice } from '../../src/domain/change-request.ts';
import { addAccount } from './american-accounts.ts';
import { openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';

let db: FleetDatabase;
let fleet: SeededFleet;

beforeAll(async () => {
  db = await openFleetDatabase();
  fleet = await db.newFleet({ jasperDevices: 4 });
});

afterAll(() => db.close());

const suspend: RequestedChange = { changeType: 'statusupdate', targetStatus: 'suspended' };

function devices(...indexes: number[]): RequestedDevice[] {
  return indexes.map((index) => ({
    identifier: fleet.jasperDevices[index]?.iccid ?? `890199999999999${String(1000 + index)}`,
    identifierType: 'ICCID',
  }));
}

function submit(pages: DevicePages, change = suspend, serviceProviderId = fleet.jasper) {
  return submitBulkChange(
    { database: db.database, now: () => new Date('2026-11-30T12:00:00Z') },
    { tenantId: fleet.tenantId, actor: 'ann' },
    {
      serviceProviderId,
      processChanges: true,
      onConflict: 'queue',
      change,
      devices: pages,
    },
    {},
  );
}

async function stored(submission: ReturnType<typeof submit>) {
  const result = await submission;
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  const { prisma } = db.database;
  const where = { bulkChangeId: result.bulkChangeId };
  const change = await prisma.bulkChange.findUniqueOrThrow({ where: { id: result.bulkChangeId } });
  return { change, rows: await prisma.deviceChange.findMany({ where, orderBy: { rowNumber: 'asc' } }) };
}

async function* oneByOne(pages: readonly (readonly RequestedDevice[])[]) {
  for (const page of pages) yield await Promise.resolve(page);
}

it('a change is the same whether its devices come in one page or in several', async () => {
  const whole = await stored(submit([devices(0, 1, 2, 9)]));
  const paged = await stored(submit(oneByOne([devices(0), devices(1, 2), devices(9)])));
  expect(paged.change.planHash).toBe(whole.change.planHash);
  expect(paged.change).toMatchObject({ total: 4, pending: 3, error: 1 });
  expect(paged.rows.map((row) => [row.rowNumber, row.identifier, row.status])).toEqual(
    whole.rows.map((row) => [row.rowNumber, row.identifier, row.status]),
  );
});

it('a device that stands in two pages is done once', async () => {
  const submission = submit([devices(0, 1), devices(1, 9), devices(9), devices(2)]);
  const { change, rows } = await stored(submission);
  expect(rows.map((row) => [row.rowNumber, row.errorCode])).toEqual([
    [1, null],
    [2, null],
    [3, 'device.not_found'],
    [4, null],
  ]);
  expect(change.duplicates).toBe(2);
  expect(await submission).toMatchObject({
    repeated: [
      { place: 2, firstPlace: 1 },
      { place: 4, firstPlace: 3 },
    ],
  });
});

it('the rows of a file are kept with the rows of the change', async () => {
  const page = devices(0, 1).map((device, index) => ({ ...device, sourceRow: 2 + 3 * index }));
  const { rows } = await stored(submit([page]));
  expect(rows.map((row) => [row.rowNumber, row.sourceRow])).toEqual([
    [1, 2],
    [2, 5],
  ]);
});

it('a fault of a later page stores nothing of the earlier ones, and says where it is', async () => {
  const { prisma } = db.database;
  const change: RequestedChange = { changeType: 'carrierrateplanchange', carrierRatePlan: '5MB' };
  const { serviceProviderId } = await addAccount(db.database, fleet.tenantId, 'TELEGENCE');
  const before = await prisma.bulkChange.count();
  const tooLate = new Date('2027-12-01T00:00:00Z');
  const [third] = devices(2);
  if (third === undefined) throw new Error('There are three devices.');
  const inRequest = await submit(
    [devices(0, 1), [{ ...third, effectiveAt: tooLate }]],
    change,
    serviceProviderId,
  );
  const inFile = await submit(
    [devices(0), [{ ...third, effectiveAt: tooLate, sourceRow: 17 }]],
    change,
    serviceProviderId,
  );
  expect([inRequest, inFile].map((result) => (result.ok ? 'stored' : result.faults[0]?.pointer))).toEqual([
    '/devices/2/effectiveDate',
    '/rows/17/effectiveDate',
  ]);
  expect(await prisma.bulkChange.count()).toBe(before);
});

it('a source that breaks off stores nothing', async () => {
  const before = await db.database.prisma.bulkChange.count();
  async function* broken() {
    yield await Promise.resolve(devices(0));
    throw new Error('The file is gone.');
  }
  await expect(submit(broken())).rejects.toThrow('The file is gone.');
  expect(await db.database.prisma.bulkChange.count()).toBe(before);
});
