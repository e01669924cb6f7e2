import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyCustomerRatePlan } from '../../src/db/bulk/apply-customer-rate-plan.ts';
import type { CustomerRatePlanSetting } from '../../src/domain/change-order.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { customerPlanOrder } from './orders.ts';
import { expectCountsOfRows, statusesOf, storeChange } from './stored-change.ts';

let db: FleetDatabase;

beforeAll(async () => {
  db = await openFleetDatabase();
});

afterAll(() => db.close());

const description = 'Change Customer Rate Plan: Update Device';
const apply = (ids: readonly string[]) => applyCustomerRatePlan(db.database.pool, ids, description);

const ownerRow = (fleet: SeededFleet, deviceId: string) =>
  db.database.prisma.deviceTenant.findUniqueOrThrow({
    where: { tenantId_deviceId: { tenantId: fleet.tenantId, deviceId } },
  });

async function newPlan(fleet: SeededFleet, code: string): Promise<string> {
  const plan = await db.database.prisma.customerRatePlan.create({
    data: { tenantId: fleet.tenantId, code, name: code },
  });
  return plan.id;
}

async function changeOf(
  fleet: SeededFleet,
  setting: CustomerRatePlanSetting,
  devices = fleet.jasperDevices,
  from?: Date,
) {
  const rows = devices.map((device) => ({ device }));
  return storeChange(db.database, { fleet, order: customerPlanOrder(setting, from), rows });
}

describe('a customer rate plan change', () => {
  it('gives each row the values of its own change, in one statement for many changes', async () => {
    const fleet = await db.newFleet({ jasperDevices: 3 });
    const other = await newPlan(fleet, 'C2');
    const [first, second, third] = [0, 1, 2].map((place) => at(fleet.jasperDevices, place));
    if (first === undefined || second === undefined || third === undefined) throw new Error('Three devices.');
    const one = await changeOf(fleet, { customerRatePlanId: fleet.customerRatePlanId, dataAllocationMb: 1 }, [
      first,
    ]);
    const two = await changeOf(fleet, { customerRatePlanId: other, dataAllocationMb: 2.5 }, [second, third]);
    expect(await apply([...two.rows, ...one.rows])).toEqual({ processed: 3, failed: 0, failures: [] });
    expect(await ownerRow(fleet, first.id)).toMatchObject({ customerRatePlanId: fleet.customerRatePlanId });
    expect(await ownerRow(fleet, second.id)).toMatchObject({ customerRatePlanId: other });
    expect(Number((await ownerRow(fleet, first.id)).dataAllocationMb)).toBe(1);
    expect(Number((await ownerRow(fleet, third.id)).dataAllocationMb)).toBe(2.5);
    for (const change of [one, two]) await expectCountsOfRows(db.database, change.id);
  });

  it('clears what is null and keeps what is absent', async () => {
    const fleet = await db.newFleet({ jasperDevices: 1 });
    const device = at(fleet.jasperDevices, 0);
    const full = {
      customerRatePlanId: fleet.customerRatePlanId,
      customerRatePoolId: fleet.customerPoolId,
      dataAllocationMb: 7,
    };
    await apply((await changeOf(fleet, full)).rows);
    await apply((await changeOf(fleet, { customerRatePoolId: null })).rows);
    const kept = await ownerRow(fleet, device.id);
    expect(kept).toMatchObject({ customerRatePlanId: fleet.customerRatePlanId, customerRatePoolId: null });
    expect(Number(kept.dataAllocationMb)).toBe(7);
    await apply((await changeOf(fleet, { customerRatePlanId: null, dataAllocationMb: null })).rows);
    expect(await ownerRow(fleet, device.id)).toMatchObject({
      customerRatePlanId: null,
      dataAllocationMb: null,
    });
  });

  it('is applied once: a second time changes nothing, and neither does a row that has its outcome', async () => {
    const fleet = await db.newFleet({ jasperDevices: 1 });
    const device = at(fleet.jasperDevices, 0);
    const { id, rows } = await changeOf(fleet, { dataAllocationMb: 5 });
    await apply(rows);
    await apply((await changeOf(fleet, { dataAllocationMb: 9 })).rows);
    expect(await apply(rows)).toEqual({ processed: 0, failed: 0, failures: [] });
    expect(Number((await ownerRow(fleet, device.id)).dataAllocationMb)).toBe(9);
    expect(await db.database.prisma.logEntry.count({ where: { bulkChangeId: id } })).toBe(1);
    expect(await db.database.prisma.customerRatePlanPeriod.count({ where: { bulkChangeId: id } })).toBe(1);
    await expectCountsOfRows(db.database, id);
  });

  it('fails archived devices and those that left the tenant, and touches nothing of them', async () => {
    const { prisma } = db.database;
    const fleet = await db.newFleet({ jasperDevices: 3 });
    const [archived, moved, good] = [
      at(fleet.jasperDevices, 0),
      at(fleet.jasperDevices, 1),
      at(fleet.jasperDevices, 2),
    ];
    const { id, rows } = await changeOf(fleet, { dataAllocationMb: 5 });
    await prisma.device.update({ where: { id: archived.id }, data: { archivedAt: new Date() } });
    await prisma.deviceTenant.delete({
      where: { tenantId_deviceId: { tenantId: fleet.tenantId, deviceId: moved.id } },
    });
    const result = await apply(rows);
    expect(result).toMatchObject({ processed: 1, failed: 2 });
    expect(result.failures.map(({ deviceChangeId, code }) => [deviceChangeId, code]).sort()).toEqual(
      [
        [at(rows, 0), 'device.archived'],
        [at(rows, 1), 'device.stale'],
      ].sort(),
    );
    expect(await statusesOf(db.database, id)).toEqual(['ERROR', 'ERROR', 'PROCESSED']);
    await expectCountsOfRows(db.database, id);
    expect((await ownerRow(fleet, archived.id)).dataAllocationMb).toBeNull();
    const history = await prisma.customerRatePlanPeriod.findMany({ where: { bulkChangeId: id } });
    expect(history.map((period) => period.deviceId)).toEqual([good.id]);
    const log = await prisma.logEntry.findMany({ where: { bulkChangeId: id } });
    expect(
      log
        .filter((entry) => entry.hasErrors)
        .map((entry) => entry.errorText)
        .sort(),
    ).toEqual([
      'device.archived: The device is archived.',
      'device.stale: The device no longer belongs to this tenant.',
    ]);
  });
});

/** Periods of a provider as a person would count them: from its day and hour to the same of the next month. */
function periodsSince(from: Date, zone: string, day: number, hour: number) {
  const now = DateTime.now().setZone(zone);
  const anchor = (month: DateTime) => month.startOf('month').set({ day, hour });
  let start = anchor(DateTime.fromJSDate(from).setZone(zone));
  if (start.toJSDate() > from) start = anchor(start.minus({ months: 1 }));
  const periods: { periodStart: Date; periodEnd: Date }[] = [];
  while (start <= now || periods.length === 0) {
    const end = anchor(start.plus({ months: 1 }));
    periods.push({ periodStart: start.toJSDate(), periodEnd: end.toJSDate() });
    start = end;
  }
  return periods;
}

describe('the history of billing periods', () => {
  it.each([
    ['UTC', 1, 0, { months: 0 }],
    ['UTC', 28, 23, { months: 3 }],
    ['America/New_York', 28, 5, { months: 14 }],
    ['Europe/Berlin', 1, 0, { months: 13 }],
    ['Australia/Lord_Howe', 15, 2, { months: 12 }],
    ['Asia/Kolkata', 10, 18, { months: 2, days: 9 }],
    ['Pacific/Auckland', 1, 0, { days: 1 }],
  ])(
    'in %s with day %d and hour %d has every period since the effective date, also over summer time',
    async (zone, day, hour, back) => {
      const fleet = await db.newFleet({ jasperDevices: 1 });
      await db.database.prisma.serviceProvider.update({
        where: { id: fleet.jasper },
        data: { timeZone: zone, billingPeriodEndDay: day, billingPeriodEndHour: hour },
      });
      const from = DateTime.now().minus(back).startOf('second').toJSDate();
      const { rows } = await changeOf(fleet, { dataAllocationMb: 4 }, fleet.jasperDevices, from);
      await apply(rows);
      const periods = await db.database.prisma.customerRatePlanPeriod.findMany({
        where: { deviceChangeId: at(rows, 0) },
        orderBy: { periodStart: 'asc' },
      });
      expect(periods.map(({ periodStart, periodEnd }) => ({ periodStart, periodEnd }))).toEqual(
        periodsSince(from, zone, day, hour),
      );
      for (const period of periods)
        expect(period).toMatchObject({ effectiveFrom: from, tenantId: fleet.tenantId });
      expect(periods.map((period) => Number(period.dataAllocationMb))).toEqual(periods.map(() => 4));
    },
  );

  it('of a future date is the one period in which it begins', async () => {
    const fleet = await db.newFleet({ jasperDevices: 1 });
    const from = DateTime.utc().plus({ months: 5 }).startOf('month').plus({ days: 9 }).toJSDate();
    const { rows } = await changeOf(fleet, { dataAllocationMb: 4 }, fleet.jasperDevices, from);
    await apply(rows);
    const start = DateTime.fromJSDate(from, { zone: 'utc' }).startOf('month');
    expect(
      await db.database.prisma.customerRatePlanPeriod.findMany({ where: { deviceChangeId: at(rows, 0) } }),
    ).toMatchObject([{ periodStart: start.toJSDate(), periodEnd: start.plus({ months: 1 }).toJSDate() }]);
  });

  it('reaches back three years at most', async () => {
    const fleet = await db.newFleet({ jasperDevices: 1 });
    const { rows } = await changeOf(
      fleet,
      { dataAllocationMb: 4 },
      fleet.jasperDevices,
      new Date('1999-01-01T00:00:00Z'),
    );
    await apply(rows);
    expect(
      await db.database.prisma.customerRatePlanPeriod.count({ where: { deviceChangeId: at(rows, 0) } }),
    ).toBe(37);
  });
});
