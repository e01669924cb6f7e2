import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimDeviceChanges, type Claim } from '../../src/db/bulk/claim-device-changes.ts';
import { FINAL_DEVICE_CHANGE_STATUSES } from '../../src/domain/device-change-status.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { statusOrder } from './orders.ts';
import { expectCountsOfRows, statusesOf, storeChange, type StoredChange } from './stored-change.ts';

let db: FleetDatabase;
let fleet: SeededFleet;

beforeAll(async () => {
  db = await openFleetDatabase();
  fleet = await db.newFleet({ jasperDevices: 6 });
});

afterAll(() => db.close());

async function claim(ids: readonly string[], counts = true): Promise<Map<string, Claim>> {
  const claims = await claimDeviceChanges(
    db.database.pool,
    ids.map((deviceChangeId) => ({ deviceChangeId, counts })),
  );
  const held = [...claims].filter(([, answer]) => answer === 'held');
  expect(held).toEqual([]);
  return claims as Map<string, Claim>;
}

function change(count = 3): Promise<StoredChange> {
  const rows = fleet.jasperDevices.slice(0, count).map((device) => ({ device }));
  return storeChange(db.database, { fleet, order: statusOrder('suspended'), rows });
}

describe('a claim', () => {
  it('marks the device, counts the try and moves the counts of the change', async () => {
    const { id, rows } = await change();
    const claims = await claim(rows.slice(0, 2));
    expect([...claims.keys()].sort()).toEqual(rows.slice(0, 2).sort());
    expect(await statusesOf(db.database, id)).toEqual(['PROCESSING', 'PROCESSING', 'PENDING']);
    await expectCountsOfRows(db.database, id);
    const row = await db.database.prisma.deviceChange.findUniqueOrThrow({ where: { id: at(rows, 0) } });
    expect(row.attempts).toBe(1);
    expect(row.startedAt).toBeInstanceOf(Date);
  });

  it('answers with what the rules and the carrier call need', async () => {
    const { id, rows } = await change(1);
    const device = at(fleet.jasperDevices, 0);
    const provider = await db.database.prisma.serviceProvider.findUniqueOrThrow({
      where: { id: fleet.jasper },
    });
    const found = (await claim(rows)).get(at(rows, 0));
    expect(found).toMatchObject({
      bulkChangeId: id,
      serviceProviderId: provider.id,
      writeEnabled: true,
      wasClaimed: false,
      reopened: false,
      inDoubt: false,
      identifier: device.iccid,
      iccid: device.iccid,
      msisdn: null,
      usageMb: 3,
      facts: { status: 'active', carrierRatePlan: 'SMALL', communicationPlan: 'Data', archived: false },
    });
  });

  it('counts the tries over all runs, and not those that do not count', async () => {
    const { rows } = await change(1);
    const id = at(rows, 0);
    expect((await claim([id])).get(id)?.wasClaimed).toBe(false);
    expect((await claim([id], false)).get(id)?.wasClaimed).toBe(true);
    expect((await claim([id])).get(id)?.wasClaimed).toBe(true);
    const row = await db.database.prisma.deviceChange.findUniqueOrThrow({ where: { id } });
    expect(row.attempts).toBe(2);
  });

  it('keeps the first start of a device that is claimed again', async () => {
    const { rows } = await change(1);
    const start = async () =>
      (await db.database.prisma.deviceChange.findUniqueOrThrow({ where: { id: at(rows, 0) } })).startedAt;
    await claim(rows);
    const first = await start();
    await claim(rows);
    expect(await start()).toEqual(first);
  });

  it.each(FINAL_DEVICE_CHANGE_STATUSES)('never takes a device whose outcome is %s', async (status) => {
    const device = at(fleet.jasperDevices, 0);
    const { id, rows } = await storeChange(db.database, {
      fleet,
      order: statusOrder('suspended'),
      rows: [{ device, status }],
    });
    expect((await claim(rows)).size).toBe(0);
    expect(await statusesOf(db.database, id)).toEqual([status]);
    await expectCountsOfRows(db.database, id);
  });

  it('is held while the change is halted, except for a device that was begun before', async () => {
    const [first, second] = [at(fleet.jasperDevices, 0), at(fleet.jasperDevices, 1)];
    const { id, rows } = await storeChange(db.database, {
      fleet,
      order: statusOrder('suspended'),
      rows: [{ device: first, status: 'PROCESSING' }, { device: second }],
    });
    await db.database.prisma.bulkChange.update({ where: { id }, data: { haltedAt: new Date() } });

    const claims = await claimDeviceChanges(
      db.database.pool,
      rows.map((deviceChangeId) => ({ deviceChangeId, counts: true })),
    );

    expect(claims.get(at(rows, 0))).toMatchObject({ wasClaimed: true });
    expect(claims.get(at(rows, 1))).toBe('held');
    expect(await statusesOf(db.database, id)).toEqual(['PROCESSING', 'PENDING']);
    await expectCountsOfRows(db.database, id);
  });

  it('takes up again a device whose step was interrupted, and one that waits for its confirmation without ending the wait', async () => {
    const [first, second] = [at(fleet.jasperDevices, 0), at(fleet.jasperDevices, 1)];
    const { id, rows } = await storeChange(db.database, {
      fleet,
      order: statusOrder('suspended'),
      rows: [
        { device: first, status: 'PROCESSING' },
        { device: second, status: 'AWAITING_CONFIRMATION' },
      ],
    });
    expect((await claim(rows)).size).toBe(2);
    expect(await statusesOf(db.database, id)).toEqual(['PROCESSING', 'AWAITING_CONFIRMATION']);
    await expectCountsOfRows(db.database, id);
  });

  it('says that a device left the tenant instead of handing out its facts', async () => {
    const device = at(fleet.jasperDevices, 5);
    const key = { tenantId_deviceId: { tenantId: fleet.tenantId, deviceId: device.id } };
    const { rows } = await storeChange(db.database, {
      fleet,
      order: statusOrder('suspended'),
      rows: [{ device }, { device: null }],
    });
    await db.database.prisma.deviceTenant.delete({ where: key });
    const claims = await claim(rows);
    expect(claims.get(at(rows, 0))?.facts).toBeNull();
    expect(claims.get(at(rows, 1))?.facts).toBeNull();
  });

  it('sees the archive and the kill switch as they stand when the turn comes', async () => {
    const { prisma } = db.database;
    const own = await db.newFleet({ jasperDevices: 1 });
    const device = at(own.jasperDevices, 0);
    const { rows } = await storeChange(db.database, {
      fleet: own,
      order: statusOrder('suspended'),
      rows: [{ device }],
    });
    const before = (await claim(rows)).get(at(rows, 0));
    await prisma.device.update({ where: { id: device.id }, data: { archivedAt: new Date() } });
    await prisma.serviceProvider.update({ where: { id: own.jasper }, data: { writeEnabled: false } });
    const after = (await claim(rows)).get(at(rows, 0));
    expect(after).toMatchObject({ writeEnabled: false, facts: { archived: true } });
    expect(after?.providerVersion).not.toBe(before?.providerVersion);
  });

  it('takes each device once when it is named twice, and none that does not exist', async () => {
    const { id, rows } = await change(1);
    const claims = await claim([at(rows, 0), at(rows, 0), '00000000-0000-7000-8000-000000000000']);
    expect(claims.size).toBe(1);
    await expectCountsOfRows(db.database, id);
    expect((await claim([])).size).toBe(0);
  });

  it('takes devices of several changes at once, each with the counts of its own', async () => {
    const [one, two] = [await change(2), await change(3)];
    await claim([at(one.rows, 0), at(two.rows, 1), at(two.rows, 2)]);
    expect(await statusesOf(db.database, one.id)).toEqual(['PROCESSING', 'PENDING']);
    expect(await statusesOf(db.database, two.id)).toEqual(['PENDING', 'PROCESSING', 'PROCESSING']);
    await expectCountsOfRows(db.database, one.id);
    await expectCountsOfRows(db.database, two.id);
  });
});
