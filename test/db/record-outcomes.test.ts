import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordOutcomes, type Outcome } from '../../src/db/bulk/record-outcomes.ts';
import type { ChangeOrder } from '../../src/domain/change-order.ts';
import { FINAL_DEVICE_CHANGE_STATUSES } from '../../src/domain/device-change-status.ts';
import type { DeviceStatus } from '../../src/domain/device-status.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { carrierPlanOrder, statusOrder } from './orders.ts';
import { processed } from './processed-outcome.ts';
import { expectCountsOfRows, statusesOf, storeChange, type StoredRow } from './stored-change.ts';

let db: FleetDatabase;

beforeAll(async () => {
  db = await openFleetDatabase();
});

afterAll(() => db.close());

const longAgo = new Date('2026-01-01T00:00:00Z');

function failed(deviceChangeId: string, more: Partial<Outcome> = {}): Outcome {
  const fault = { errorClass: 'VALIDATION', errorCode: 'carrier.rejected', errorMessage: 'It said no.' };
  return processed(deviceChangeId, { status: 'ERROR', ...fault, ...more });
}

/** A tenant of its own with one device in `status`, whose dates all lie long ago, and a change that works on it. */
async function working(
  order: ChangeOrder | ((fleet: SeededFleet) => ChangeOrder),
  status: DeviceStatus = 'active',
) {
  const fleet = await db.newFleet({ jasperDevices: 1, status });
  const device = at(fleet.jasperDevices, 0);
  await db.database.prisma.device.update({
    where: { id: device.id },
    data: { lastActivatedAt: longAgo, lastStatusChangeAt: longAgo, deactivatedAt: longAgo },
  });
  const change = await storeChange(db.database, {
    fleet,
    order: typeof order === 'function' ? order(fleet) : order,
    rows: [{ device, status: 'PROCESSING' }],
  });
  return { fleet, device, change, row: at(change.rows, 0) };
}

const deviceOf = (id: string) => db.database.prisma.device.findUniqueOrThrow({ where: { id } });
const rowOf = (id: string) => db.database.prisma.deviceChange.findUniqueOrThrow({ where: { id } });
const planOf = async (fleet: SeededFleet, code: string) =>
  (
    await db.database.prisma.carrierRatePlan.findFirstOrThrow({
      where: { serviceProviderId: fleet.jasper, code },
    })
  ).id;

describe('an outcome', () => {
  it.each(FINAL_DEVICE_CHANGE_STATUSES)('is written once: %s stays whatever comes later', async (status) => {
    const { fleet } = await working(statusOrder('suspended'));
    const device = at(fleet.jasperDevices, 0);
    const change = await storeChange(db.database, {
      fleet,
      order: statusOrder('suspended'),
      rows: [{ device, status }],
    });
    const id = at(change.rows, 0);
    const before = await rowOf(id);
    expect(await recordOutcomes(db.database.pool, [processed(id)])).toBe(0);
    expect(await recordOutcomes(db.database.pool, [failed(id)])).toBe(0);
    expect(await rowOf(id)).toEqual(before);
    expect(await deviceOf(device.id)).toMatchObject({ status: 'active' });
    expect(await db.database.prisma.logEntry.count({ where: { bulkChangeId: change.id } })).toBe(0);
    await expectCountsOfRows(db.database, change.id);
  });

  it('moves the counts of every change it belongs to', async () => {
    const fleet = await db.newFleet({ jasperDevices: 4 });
    const rows: StoredRow[] = [
      { device: at(fleet.jasperDevices, 0), status: 'PROCESSING' },
      { device: at(fleet.jasperDevices, 1), status: 'AWAITING_CONFIRMATION' },
      { device: at(fleet.jasperDevices, 2) },
      { device: at(fleet.jasperDevices, 3) },
    ];
    const one = await storeChange(db.database, { fleet, order: statusOrder('suspended'), rows });
    const two = await storeChange(db.database, { fleet, order: statusOrder('suspended'), rows });
    const recorded = await recordOutcomes(db.database.pool, [
      processed(at(one.rows, 0)),
      failed(at(one.rows, 1)),
      failed(at(one.rows, 2), { status: 'UNKNOWN', errorCode: 'carrier.timeout', errorClass: 'TRANSIENT' }),
      processed(at(two.rows, 0), { status: 'CANCELED' }),
    ]);
    expect(recorded).toBe(4);
    expect(await statusesOf(db.database, one.id)).toEqual(['PROCESSED', 'ERROR', 'UNKNOWN', 'PENDING']);
    expect(await statusesOf(db.database, two.id)).toEqual([
      'CANCELED',
      'AWAITING_CONFIRMATION',
      'PENDING',
      'PENDING',
    ]);
    await expectCountsOfRows(db.database, one.id);
    await expectCountsOfRows(db.database, two.id);
  });

  it('is one outcome when it is handed over twice', async () => {
    const { change, row } = await working(statusOrder('suspended'));
    expect(await recordOutcomes(db.database.pool, [processed(row), processed(row)])).toBe(1);
    expect(await db.database.prisma.logEntry.count({ where: { bulkChangeId: change.id } })).toBe(1);
    await expectCountsOfRows(db.database, change.id);
  });

  it('is logged with its description, code and reason', async () => {
    const { change, row, fleet } = await working(statusOrder('suspended'));
    await recordOutcomes(db.database.pool, [failed(row)]);
    expect(await db.database.prisma.logEntry.findMany({ where: { bulkChangeId: change.id } })).toMatchObject([
      {
        tenantId: fleet.tenantId,
        deviceChangeId: row,
        portalType: 'M2M',
        description: 'Update Device Status: Jasper Record Outcome',
        responseStatus: 'ERROR',
        hasErrors: true,
        errorText: 'carrier.rejected: It said no.',
        attempt: 1,
      },
    ]);
    expect(await rowOf(row)).toMatchObject({ errorClass: 'VALIDATION', errorCode: 'carrier.rejected' });
  });

  it('UNKNOWN keeps when a write may have been sent; every other outcome has nothing to read first', async () => {
    const doubtful = await working(statusOrder('suspended'));
    const timeout = { errorClass: 'TRANSIENT', errorCode: 'carrier.timeout', errorMessage: 'No answer.' };
    await recordOutcomes(db.database.pool, [failed(doubtful.row, { status: 'UNKNOWN', ...timeout })]);
    expect((await rowOf(doubtful.row)).writeSentAt).toBeInstanceOf(Date);
    expect(await deviceOf(doubtful.device.id)).toMatchObject({
      status: 'active',
      lastStatusChangeAt: longAgo,
    });
    const known = await working(statusOrder('suspended'));
    await recordOutcomes(db.database.pool, [processed(known.row)]);
    expect((await rowOf(known.row)).writeSentAt).toBeNull();
  });

  it('without a code for a failure is refused: a failure always says why', async () => {
    const { row } = await working(statusOrder('suspended'));
    await expect(recordOutcomes(db.database.pool, [failed(row, { errorCode: null })])).rejects.toThrow(
      'device_changes_error_check',
    );
    expect(await rowOf(row)).toMatchObject({ status: 'PROCESSING' });
  });
});

describe('a status change that succeeded', () => {
  it.each<[DeviceStatus, DeviceStatus, readonly string[]]>([
    ['active', 'suspended', ['lastStatusChangeAt']],
    ['suspended', 'active', ['lastStatusChangeAt', 'lastActivatedAt']],
    ['active', 'deactivated', ['lastStatusChangeAt', 'deactivatedAt']],
    ['deactivated', 'active', ['lastStatusChangeAt', 'lastActivatedAt']],
    ['active', 'retired', ['lastStatusChangeAt']],
    ['active', 'active', []],
    ['deactivated', 'deactivated', []],
  ])('from %s to %s moves the dates %j and no other', async (from, to, dates) => {
    const { device, row } = await working(statusOrder(to), from);
    await recordOutcomes(db.database.pool, [processed(row)]);
    const after = await deviceOf(device.id);
    expect(after.status).toBe(to);
    for (const date of ['lastActivatedAt', 'lastStatusChangeAt', 'deactivatedAt'] as const) {
      const moved = (after[date]?.getTime() ?? 0) > longAgo.getTime();
      expect({ date, moved }).toEqual({ date, moved: dates.includes(date) });
    }
  });

  it('gives the device to the customer the order names, with its history', async () => {
    const { fleet, device, row } = await working((own) =>
      statusOrder('active', {
        associate: { customerId: own.customer.id, siteId: own.customer.siteId, accountNumber: 'A-7001' },
      }),
    );
    await recordOutcomes(db.database.pool, [processed(row)]);
    const owner = { customerId: fleet.customer.id, siteId: fleet.customer.siteId, accountNumber: 'A-7001' };
    const key = { tenantId_deviceId: { tenantId: fleet.tenantId, deviceId: device.id } };
    expect(await db.database.prisma.deviceTenant.findUniqueOrThrow({ where: key })).toMatchObject(owner);
    expect(
      await db.database.prisma.deviceAssignment.findMany({ where: { deviceId: device.id } }),
    ).toMatchObject([{ ...owner, deviceChangeId: row }]);
  });
});

describe('a failed change', () => {
  it('leaves status, dates, plan and customer of the device as they were', async () => {
    const { fleet, device, row } = await working((own) =>
      statusOrder('deactivated', {
        associate: { customerId: own.customer.id, siteId: own.customer.siteId, accountNumber: null },
      }),
    );
    const before = await deviceOf(device.id);
    await recordOutcomes(db.database.pool, [failed(row)]);
    expect(await deviceOf(device.id)).toEqual(before);
    const key = { tenantId_deviceId: { tenantId: fleet.tenantId, deviceId: device.id } };
    expect((await db.database.prisma.deviceTenant.findUniqueOrThrow({ where: key })).customerId).toBeNull();
  });

  it('still keeps the plan the carrier was seen to have', async () => {
    const { fleet, device, row } = await working(statusOrder('deactivated'));
    const large = await planOf(fleet, 'LARGE');
    const observed = { carrierRatePlanId: large, carrierRatePlan: 'LARGE' };
    await recordOutcomes(db.database.pool, [failed(row, { observed })]);
    expect(await deviceOf(device.id)).toMatchObject({ status: 'active', carrierRatePlanId: large });
    expect((await rowOf(row)).after).toMatchObject({ carrierRatePlan: 'LARGE' });
  });
});

describe('a carrier plan change that succeeded', () => {
  it('gives the device the plan of the order and keeps its communication plan', async () => {
    const fleet = await db.newFleet({ jasperDevices: 1 });
    const device = at(fleet.jasperDevices, 0);
    const large = await planOf(fleet, 'LARGE');
    const { communicationPlanId } = await deviceOf(device.id);
    const { rows } = await storeChange(db.database, {
      fleet,
      order: carrierPlanOrder(large),
      rows: [{ device }],
    });
    await recordOutcomes(db.database.pool, [processed(at(rows, 0))]);
    expect(await deviceOf(device.id)).toMatchObject({
      carrierRatePlanId: large,
      communicationPlanId,
      status: 'active',
    });
  });

  it('sets the communication plan when the order names one', async () => {
    const fleet = await db.newFleet({ jasperDevices: 1 });
    const device = at(fleet.jasperDevices, 0);
    const { id } = await db.database.prisma.communicationPlan.findFirstOrThrow({
      where: { serviceProviderId: fleet.jasper, name: 'Data+SMS' },
    });
    const order = carrierPlanOrder(await planOf(fleet, 'LARGE'), { id, name: 'Data+SMS' });
    const { rows } = await storeChange(db.database, { fleet, order, rows: [{ device }] });
    await recordOutcomes(db.database.pool, [processed(at(rows, 0))]);
    expect((await deviceOf(device.id)).communicationPlanId).toBe(id);
  });

  it('cannot give a device the plan of another tenant', async () => {
    const [fleet, foreign] = [await db.newFleet({ jasperDevices: 1 }), await db.newFleet()];
    const device = at(fleet.jasperDevices, 0);
    const order = carrierPlanOrder(await planOf(foreign, 'LARGE'));
    const { rows } = await storeChange(db.database, { fleet, order, rows: [{ device }] });
    await expect(recordOutcomes(db.database.pool, [processed(at(rows, 0))])).rejects.toThrow(
      'devices_carrier_rate_plan_fkey',
    );
    expect(await rowOf(at(rows, 0))).toMatchObject({ status: 'PENDING' });
  });
});
