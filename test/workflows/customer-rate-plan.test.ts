import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { CARRIERS, expectSettled, orderFor, outcomes, setScene, story, type Scene } from './scene.ts';

const ZONE = 'America/New_York';
const PERIOD = { billingPeriodEndDay: 5, billingPeriodEndHour: 3, timeZone: ZONE };

/** The start of the billing period that an instant lies in: the fifth, three o'clock in New York. */
function periodStart(instant: DateTime): DateTime {
  const local = instant.setZone(ZONE);
  const inMonth = local.startOf('month').set({ day: 5, hour: 3 });
  return inMonth <= local ? inMonth : inMonth.minus({ months: 1 });
}

/** Each period from an instant to now, as `start end` in UTC. */
function periodsSince(instant: DateTime): string[] {
  const periods: string[] = [];
  const iso = (time: DateTime) => time.toUTC().toISO() ?? '';
  for (let start = periodStart(instant); start <= DateTime.now(); start = start.plus({ months: 1 })) {
    periods.push(`${iso(start)} ${iso(start.plus({ months: 1 }))}`);
  }
  return periods;
}

/** The same promises hold one device at a time and page by page. */
const WAYS = [
  { way: 'a workflow for each device', setBasedFrom: 1_000 },
  { way: 'one statement for a page', setBasedFrom: 1 },
];

describe.each(WAYS)('change customer rate plan, $way', ({ setBasedFrom }) => {
  let millpond: Millpond;

  beforeAll(async () => {
    millpond = await startMillpond({ setBasedFrom });
    await millpond.startWorker();
  });

  afterAll(() => millpond.close());

  async function settings({ fleet }: Scene) {
    const links = await millpond.database.prisma.deviceTenant.findMany({
      where: { tenantId: fleet.tenantId },
    });
    return links.map((link) => [
      link.customerRatePlanId,
      link.customerRatePoolId,
      link.dataAllocationMb?.toNumber() ?? null,
    ]);
  }

  it.each(CARRIERS)(
    'over %s touches the database only: setting, one history row, one log entry',
    async (carrier) => {
      const scene = await setScene(millpond, { [`${carrier}Devices`]: 3 });
      const { customerRatePlanId, customerPoolId } = scene.fleet;
      const change = {
        changeType: 'customerrateplanchange',
        ...{ customerRatePlanId, customerPoolId, customerDataAllocationMB: 12.5 },
      } as const;

      const ended = await millpond.ended(await millpond.submit(orderFor(scene, carrier, change, 3)));

      expectSettled(ended);
      expect(ended.change.status).toBe('PROCESSED');
      expect(await settings(scene)).toEqual(Array(3).fill([customerRatePlanId, customerPoolId, 12.5]));
      expect([...(await scene.jasper.requests()), ...(await scene.pond.requests())]).toEqual([]);
      const history = await millpond.database.prisma.customerRatePlanPeriod.findMany({
        where: { bulkChangeId: ended.change.id },
      });
      expect(history.map((row) => row.deviceChangeId).sort()).toEqual(ended.rows.map((row) => row.id).sort());
      for (const row of ended.rows) {
        expect(row.attempts).toBe(1);
        expect(story(ended, row.id)).toEqual(['Change Customer Rate Plan: Update Device']);
      }
    },
  );

  it.each([2, 7])(
    'from %i months ago writes a row for every billing period since, in the time zone of the provider',
    async (months) => {
      const scene = await setScene(millpond, { jasperDevices: 2 });
      const { prisma } = millpond.database;
      await prisma.serviceProvider.update({ where: { id: scene.fleet.jasper }, data: PERIOD });
      const from = DateTime.now().minus({ months });
      const change = {
        changeType: 'customerrateplanchange',
        customerRatePlanId: scene.fleet.customerRatePlanId,
        effectiveDate: { at: from.toJSDate() },
      } as const;

      const ended = await millpond.ended(await millpond.submit(orderFor(scene, 'jasper', change, 2)));

      expect(ended.change.status).toBe('PROCESSED');
      const expected = periodsSince(from);
      expect(expected).toHaveLength(months + 1);
      for (const row of ended.rows) {
        const history = await prisma.customerRatePlanPeriod.findMany({
          where: { deviceChangeId: row.id },
          orderBy: { periodStart: 'asc' },
        });
        expect(
          history.map((each) => `${each.periodStart.toISOString()} ${each.periodEnd.toISOString()}`),
        ).toEqual(expected);
        expect(new Set(history.map((each) => each.customerRatePlanId))).toEqual(
          new Set([scene.fleet.customerRatePlanId]),
        );
      }
    },
  );

  it('clears with null and leaves what is not named', async () => {
    const scene = await setScene(millpond, { jasperDevices: 1 });
    const { customerRatePlanId, customerPoolId, tenantId } = scene.fleet;
    await millpond.database.prisma.deviceTenant.updateMany({
      where: { tenantId },
      data: { customerRatePlanId, customerRatePoolId: customerPoolId, dataAllocationMb: 7 },
    });
    const change = { changeType: 'customerrateplanchange', customerPoolId: null } as const;

    const ended = await millpond.ended(await millpond.submit(orderFor(scene, 'jasper', change, 1)));

    expect(ended.change.status).toBe('PROCESSED');
    expect(await settings(scene)).toEqual([[customerRatePlanId, null, 7]]);
  });

  it('gives nobody a plan that was retired between submission and its turn', async () => {
    const scene = await setScene(millpond, { jasperDevices: 2 });
    const { customerRatePlanId } = scene.fleet;
    const order = orderFor(scene, 'jasper', { changeType: 'customerrateplanchange', customerRatePlanId }, 2);
    const id = await millpond.submit({ ...order, process: false });
    await millpond.database.prisma.customerRatePlan.update({
      where: { id: customerRatePlanId },
      data: { retiredAt: new Date() },
    });

    await millpond.process(order.tenantId, id);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(outcomes(ended)).toEqual(Array(2).fill(['ERROR', 'customer_rate_plan.retired']));
  });

  it('ends a device that is gone or archived meanwhile in ERROR, and only that one', async () => {
    const scene = await setScene(millpond, { jasperDevices: 3 });
    const { prisma } = millpond.database;
    const change = { changeType: 'customerrateplanchange', customerDataAllocationMB: 9 } as const;
    const order = orderFor(scene, 'jasper', change, 3);
    const id = await millpond.submit({ ...order, process: false });
    const [first, second] = await prisma.device.findMany({
      where: { serviceProviderId: scene.fleet.jasper },
      orderBy: { iccid: 'asc' },
    });
    await prisma.deviceTenant.deleteMany({ where: { deviceId: first?.id ?? '' } });
    await prisma.device.update({ where: { id: second?.id ?? '' }, data: { archivedAt: new Date() } });

    await millpond.process(order.tenantId, id);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change.status).toBe('ERROR');
    expect(outcomes(ended)).toEqual([
      ['ERROR', 'device.stale'],
      ['ERROR', 'device.archived'],
      ['PROCESSED', null],
    ]);
    expect(await settings(scene)).toEqual(
      expect.arrayContaining([
        [null, null, 9],
        [null, null, null],
      ]),
    );
  });
});
