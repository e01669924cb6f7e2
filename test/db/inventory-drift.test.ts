import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordOutcomes } from '../../src/db/bulk/record-outcomes.ts';
import { storePage } from '../../src/db/inventory/store-page.ts';
import type { DeviceChangeStatus } from '../../src/domain/device-change-status.ts';
import type { DeviceStatus } from '../../src/domain/device-status.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { listed, startSync } from './begun-sync.ts';
import { at, openFleetDatabase, type FleetDatabase } from './fleet-database.ts';
import { carrierPlanOrder, statusOrder } from './orders.ts';
import { storeChange } from './stored-change.ts';

let db: FleetDatabase;

beforeAll(async () => {
  db = await openFleetDatabase();
});

afterAll(() => db.close());

async function oneDevice(status: DeviceStatus = 'active') {
  const fleet = await db.newFleet({ jasperDevices: 1, status });
  // Long before any sync, so that only what happens in a test is news.
  await db.database.pool.query(
    `update devices set updated_at = now() - interval '1 hour' where tenant_id = $1`,
    [fleet.tenantId],
  );
  return { fleet, device: at(fleet.jasperDevices, 0) };
}

const deviceOf = (id: string) =>
  db.database.prisma.device.findUniqueOrThrow({ where: { id }, include: { carrierRatePlan: true } });
const driftsOf = (deviceId: string) =>
  db.database.prisma.deviceDrift.findMany({ where: { deviceId }, orderBy: { id: 'asc' } });

describe('a page of the carrier’s list', () => {
  it('makes a device of a SIM that was not known, which is no drift', async () => {
    const { fleet } = await oneDevice();
    const sync = await startSync(db.database, fleet);

    await sync.page([listed(iccid(1)), listed(iccid(2), { status: null, ratePlan: 'Large' })]);

    const made = await db.database.prisma.device.findFirstOrThrow({
      where: { serviceProviderId: fleet.jasper, iccid: iccid(2) },
      include: { deviceTenants: true, carrierRatePlan: true, drifts: true },
    });
    expect(made).toMatchObject({ status: 'inventory', carrierRatePlan: { code: 'LARGE' }, drifts: [] });
    expect(made.deviceTenants).toHaveLength(1);
    expect(await sync.row()).toMatchObject({ seen: 2, created: 1, updated: 0, drifted: 0, pages: 1 });
  });

  it('is taken over by a device, and what it differs in is a drift that names our last change', async () => {
    const { fleet, device } = await oneDevice();
    const order = statusOrder('active');
    const change = await storeChange(db.database, { fleet, order, rows: [{ device, status: 'PROCESSED' }] });
    await db.database.pool.query(
      `update device_changes set finished_at = now() - interval '1 hour' where bulk_change_id = $1`,
      [change.id],
    );
    const sync = await startSync(db.database, fleet);

    await sync.page([listed(device.iccid, { status: 'deactivated', ratePlan: 'Large' })]);

    expect(await deviceOf(device.id)).toMatchObject({
      status: 'deactivated',
      carrierRatePlan: { code: 'LARGE' },
      deactivatedAt: expect.any(Date) as Date,
    });
    const last = { lastDeviceChangeId: at(change.rows, 0), lastBulkChangeId: change.id };
    expect(await driftsOf(device.id)).toMatchObject([
      { field: 'status', believed: 'active', found: 'deactivated', resolvedAt: null, ...last },
      { field: 'carrierRatePlan', believed: 'SMALL', found: 'LARGE', resolvedAt: null, ...last },
    ]);
    expect(await sync.row()).toMatchObject({ seen: 1, created: 0, updated: 1, drifted: 2 });
  });

  it('that does not say something leaves it as it is', async () => {
    const { fleet, device } = await oneDevice();
    const before = await deviceOf(device.id);
    const sync = await startSync(db.database, fleet);

    await sync.page([listed(device.iccid, { status: null, ratePlan: null, communicationPlan: null })]);

    expect(await deviceOf(device.id)).toEqual(before);
  });

  it('fills what was not known without calling it drift', async () => {
    const { fleet, device } = await oneDevice();
    const sync = await startSync(db.database, fleet);

    await sync.page([listed(device.iccid, { msisdn: '882350000000001', ipAddress: '10.0.0.5' })]);

    expect(await deviceOf(device.id)).toMatchObject({ msisdn: '882350000000001', ipAddress: '10.0.0.5' });
    expect(await driftsOf(device.id)).toEqual([]);
  });

  it('with a plan that is not known here is a drift, and the plan stays', async () => {
    const { fleet, device } = await oneDevice();
    const sync = await startSync(db.database, fleet);

    await sync.page([listed(device.iccid, { ratePlan: 'Mystery' })]);
    await sync.page([listed(device.iccid, { ratePlan: 'Mystery' })]);

    expect(await deviceOf(device.id)).toMatchObject({ carrierRatePlan: { code: 'SMALL' } });
    expect(await driftsOf(device.id)).toMatchObject([
      { field: 'carrierRatePlan', believed: 'SMALL', found: 'Mystery' },
    ]);
    expect(await sync.row()).toMatchObject({ drifted: 1 });
  });

  it('whose plan goes by the name of others is no news to a device that has it, and a new device gets the one not retired', async () => {
    const { fleet, device } = await oneDevice();
    const { tenantId, jasper: serviceProviderId } = fleet;
    const named = { tenantId, serviceProviderId, name: 'Small' };
    const { carrierRatePlan } = db.database.prisma;
    await carrierRatePlan.create({ data: { ...named, code: 'SMALL-NOW' } });
    const retired = { ...named, code: 'SMALL-THEN', retiredAt: new Date() };
    await carrierRatePlan.create({ data: retired });
    await carrierRatePlan.update({
      where: { serviceProviderId_code: { serviceProviderId, code: 'SMALL' } },
      data: { retiredAt: new Date() },
    });
    const sync = await startSync(db.database, fleet);

    await sync.page([listed(device.iccid), listed(iccid(2))]);

    expect(await deviceOf(device.id)).toMatchObject({ carrierRatePlan: { code: 'SMALL' } });
    expect(await driftsOf(device.id)).toEqual([]);
    expect(
      await db.database.prisma.device.findFirstOrThrow({
        where: { serviceProviderId, iccid: iccid(2) },
        include: { carrierRatePlan: true },
      }),
    ).toMatchObject({ carrierRatePlan: { code: 'SMALL-NOW' } });
  });

  it('names the plan that a device was believed to have, when another one goes by the same name', async () => {
    const { fleet, device } = await oneDevice();
    const { tenantId, jasper: serviceProviderId } = fleet;
    await db.database.prisma.carrierRatePlan.create({
      data: { tenantId, serviceProviderId, name: 'Small', code: 'SMALL-NOW' },
    });
    const sync = await startSync(db.database, fleet);

    await sync.page([listed(device.iccid, { ratePlan: 'Large' })]);

    expect(await driftsOf(device.id)).toMatchObject([
      { field: 'carrierRatePlan', believed: 'SMALL', found: 'LARGE' },
    ]);
  });

  it('whose word stands for two statuses is no drift for either', async () => {
    const { fleet, device } = await oneDevice('suspended');
    const sync = await startSync(db.database, fleet);

    await sync.page([listed(device.iccid, { status: 'deactivated' })]);

    expect(await deviceOf(device.id)).toMatchObject({ status: 'suspended' });
    expect(await driftsOf(device.id)).toEqual([]);
  });

  it('notes a device that could not be read as seen, leaves it as it is, and makes none of it', async () => {
    const { fleet, device } = await oneDevice();
    const before = await deviceOf(device.id);
    const sync = await startSync(db.database, fleet);
    const page = { page: 1, devices: [], unread: [device.iccid, iccid(2)], next: null };

    expect(await storePage(db.database, await sync.ask(), page)).toBe(true);

    expect(await deviceOf(device.id)).toEqual(before);
    expect(await sync.row()).toMatchObject({ seen: 1, created: 0, updated: 0, drifted: 0 });
  });

  it('that was read before, by an attempt that was lost, is not stored and counted again', async () => {
    const { fleet, device } = await oneDevice();
    const sync = await startSync(db.database, fleet);
    const devices = [listed(device.iccid, { status: 'deactivated' })];
    const page = { page: 1, devices, unread: [], next: 'page 2' };
    const asked = await sync.ask();

    expect(await storePage(db.database, asked, page)).toBe(true);
    expect(await storePage(db.database, asked, page)).toBe(true);

    expect(await sync.ask()).toMatchObject({ pages: 1, cursor: 'page 2' });
    expect(await sync.row()).toMatchObject({ seen: 1, updated: 1, drifted: 1 });
  });

  it('of another tenant’s account touches no device of ours', async () => {
    const { device } = await oneDevice();
    const other = await oneDevice();
    const sync = await startSync(db.database, other.fleet);

    await sync.page([listed(device.iccid, { status: 'deactivated' })]);

    expect(await deviceOf(device.id)).toMatchObject({ status: 'active' });
    expect(await deviceOf(other.device.id)).toMatchObject({ status: 'deactivated' });
  });
});

describe('a device in hand', () => {
  it.each<DeviceChangeStatus>(['PROCESSING', 'AWAITING_CONFIRMATION'])(
    'of a change that is %s is neither updated nor drift',
    async (status) => {
      const { fleet, device } = await oneDevice();
      await storeChange(db.database, {
        fleet,
        order: statusOrder('suspended'),
        rows: [{ device, status }],
      });
      const sync = await startSync(db.database, fleet);

      await sync.page([listed(device.iccid, { status: 'deactivated' })]);

      expect(await deviceOf(device.id)).toMatchObject({ status: 'active' });
      expect(await driftsOf(device.id)).toEqual([]);
      expect(await sync.row()).toMatchObject({ seen: 1 });
    },
  );

  it('that only waits for its turn is updated like any other', async () => {
    const { fleet, device } = await oneDevice();
    const order = statusOrder('suspended');
    await storeChange(db.database, { fleet, order, rows: [{ device, status: 'PENDING' }] });
    const sync = await startSync(db.database, fleet);

    await sync.page([listed(device.iccid, { status: 'deactivated' })]);

    expect(await driftsOf(device.id)).toHaveLength(1);
  });

  it.each(['PROCESSED', 'UNKNOWN'] as const)(
    'that became %s while the list was read is neither updated nor drift',
    async (status) => {
      const { fleet, device } = await oneDevice();
      const change = await storeChange(db.database, {
        fleet,
        order: statusOrder('suspended'),
        rows: [{ device, status: 'PROCESSING' }],
      });
      const sync = await startSync(db.database, fleet);
      const asked = await sync.ask();
      const doubt = { errorClass: 'TRANSIENT', errorCode: 'carrier.timeout', errorMessage: 'No answer.' };
      const none = { errorClass: null, errorCode: null, errorMessage: null };
      const outcome = { status, observed: {}, ...(status === 'UNKNOWN' ? doubt : none) };
      await recordOutcomes(db.database.pool, [
        { ...outcome, deviceChangeId: at(change.rows, 0), description: 'Update Device Status' },
      ]);

      await sync.page([listed(device.iccid, { status: 'retired' })], asked);

      const now = status === 'PROCESSED' ? 'suspended' : 'active';
      expect(await deviceOf(device.id)).toMatchObject({ status: now });
      expect(await driftsOf(device.id)).toEqual([]);
    },
  );

  it('that was written by hand while the list was read keeps what was written', async () => {
    const { fleet, device } = await oneDevice();
    const sync = await startSync(db.database, fleet);
    const asked = await sync.ask();
    await db.database.prisma.device.update({ where: { id: device.id }, data: { status: 'inventory' } });

    await sync.page([listed(device.iccid)], asked);

    expect(await deviceOf(device.id)).toMatchObject({ status: 'inventory' });
  });

  it('that is archived is left alone', async () => {
    const { fleet, device } = await oneDevice();
    await db.database.pool.query(`update devices set archived_at = now() where id = $1`, [device.id]);
    const sync = await startSync(db.database, fleet);

    await sync.page([listed(device.iccid, { status: 'deactivated' })]);

    expect(await deviceOf(device.id)).toMatchObject({ status: 'active' });
  });
});

describe('an open drift', () => {
  /** A device that was suspended behind our back, as the first sync has found it. */
  async function drifted() {
    const { fleet, device } = await oneDevice();
    const first = await startSync(db.database, fleet);
    await first.page([listed(device.iccid, { status: 'deactivated' })]);
    return { fleet, device };
  }

  it('ends when a later sync finds the device as it was believed to be', async () => {
    const { fleet, device } = await drifted();
    const sync = await startSync(db.database, fleet);

    await sync.page([listed(device.iccid, { status: 'active' })]);

    expect(await driftsOf(device.id)).toMatchObject([{ resolvedBy: 'sync' }]);
    expect(await deviceOf(device.id)).toMatchObject({ status: 'active' });
    expect(await sync.row()).toMatchObject({ drifted: 0, updated: 1 });
  });

  it('stays the only one of its field, and learns what is found later', async () => {
    const { fleet, device } = await drifted();
    const sync = await startSync(db.database, fleet);

    await sync.page([listed(device.iccid, { status: 'retired' })]);

    expect(await driftsOf(device.id)).toMatchObject([
      { believed: 'active', found: 'retired', resolvedAt: null },
    ]);
  });

  it('ends when a change of ours sets the field anew', async () => {
    const { fleet, device } = await drifted();
    const change = await storeChange(db.database, {
      fleet,
      order: statusOrder('active'),
      rows: [{ device, status: 'PROCESSING' }],
    });

    const outcome = { errorClass: null, errorCode: null, errorMessage: null, observed: {} };
    await recordOutcomes(db.database.pool, [
      { ...outcome, status: 'PROCESSED', deviceChangeId: at(change.rows, 0), description: 'Update' },
    ]);

    expect(await driftsOf(device.id)).toMatchObject([{ resolvedBy: 'change' }]);
  });

  it.each([
    { what: 'the rate plan alone', field: 'communicationPlan', type: 'plan', imei: null, ends: false },
    { what: 'both plans', field: 'communicationPlan', type: 'plans', imei: null, ends: true },
    { what: 'the status alone', field: 'imei', type: 'status', imei: null, ends: false },
    { what: 'the status with an IMEI', field: 'imei', type: 'status', imei: '350000000000014', ends: true },
  ] as const)('of $field ends with a change of $what: $ends', async ({ field, type, imei, ends }) => {
    const { fleet, device } = await oneDevice();
    const { prisma, pool } = db.database;
    const sync = await startSync(db.database, fleet);
    const of = { tenantId: fleet.tenantId, deviceId: device.id };
    await prisma.deviceDrift.create({
      data: { ...of, syncId: sync.id, field, believed: 'one', found: 'other' },
    });
    const where = { serviceProviderId: fleet.jasper };
    const plan = await prisma.carrierRatePlan.findFirstOrThrow({ where });
    const { id, name } = await prisma.communicationPlan.findFirstOrThrow({ where });
    const change = await storeChange(db.database, {
      fleet,
      order:
        type === 'status'
          ? statusOrder('active')
          : carrierPlanOrder(plan.id, type === 'plans' ? { id, name } : null),
      rows: [{ device, status: 'PROCESSING' }],
    });
    const overrides = JSON.stringify(imei === null ? {} : { imei });
    await pool.query(`update device_changes set overrides = $1 where bulk_change_id = $2`, [
      overrides,
      change.id,
    ]);

    const outcome = { errorClass: null, errorCode: null, errorMessage: null, observed: {} };
    await recordOutcomes(pool, [
      { ...outcome, status: 'PROCESSED', deviceChangeId: at(change.rows, 0), description: 'Update' },
    ]);

    expect((await driftsOf(device.id)).map((drift) => drift.resolvedBy)).toEqual([ends ? 'change' : null]);
  });
});
