import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { planDateFaults } from '../../src/db/submission/plan-date-faults.ts';
import type { RequestedChange, RequestedStatus } from '../../src/domain/change-request.ts';
import {
  addAccount,
  addDevices,
  byIccid,
  byNumber,
  faultsIn,
  NOW,
  storedBy,
  submitTo,
  type AmericanAccount,
  type AmericanDevice,
} from './american-accounts.ts';
import { at, openFleetDatabase, type FleetDatabase } from './fleet-database.ts';

let db: FleetDatabase;
let account: AmericanAccount;

beforeAll(async () => {
  db = await openFleetDatabase();
});

beforeEach(async () => {
  const { tenantId } = await db.newFleet();
  account = await addAccount(db.database, tenantId, 'TELEGENCE', {
    billingPeriodEndDay: 10,
    timeZone: 'America/Chicago',
  });
});

afterAll(() => db.close());

const to = (targetStatus: RequestedStatus['targetStatus'], more: Partial<RequestedStatus> = {}) =>
  ({ changeType: 'statusupdate', targetStatus, ...more }) as const satisfies RequestedChange;

const profile = { pdpName: 'PDP', accessPointName: 'apn', lteIndicator: false, defaultApnIndicator: true };
const everything = {
  carrierRatePlan: '5MB',
  mdnZipCode: '75001-1234',
  placeOfUse: { hasAddress: false },
  staticIp: profile,
} as const;

const faults = (change: RequestedChange) => faultsIn(submitTo(db.database, account, change));

describe('a status change over Telegence', () => {
  it('to active keeps its details in the order, under the mobility portal', async () => {
    await addDevices(db.database, account, [{ status: 'inventory' }]);
    const submission = submitTo(
      db.database,
      account,
      to('active', { ...everything, reasonCode: 'NEW LINE' }),
      {
        personal: 'v1.test.an.envelope',
      },
    );
    const { change } = await storedBy(db.database, submission);
    expect(change).toMatchObject({
      status: 'PENDING',
      portalType: 'MOBILITY',
      personal: 'v1.test.an.envelope',
      order: {
        reasonCode: 'NEW LINE',
        activation: {
          plan: { code: '5MB' },
          mdnZipCode: '75001-1234',
          publicIpRestriction: null,
          namesPlaceOfUse: true,
          staticIp: profile,
        },
      },
    });
  });

  it('needs a plan and a ZIP code for a new line, and nothing for a restored one', async () => {
    const devices = await addDevices(db.database, account, [
      { status: 'inventory', hasPlan: false },
      { status: 'suspended', hasPlan: false, msisdn: '5550100001' },
    ]);
    const { rows } = await storedBy(
      db.database,
      submitTo(db.database, account, to('active'), { devices: devices.map(({ iccid }) => byIccid(iccid)) }),
    );
    expect(rows.map((row) => row.errorCode)).toEqual(['carrier.details_missing', null]);
    expect(at(rows, 0).errorMessage).toContain('carrier rate plan, ZIP code (mdnZipCode)');
  });

  it.each(['suspended', 'deactivated'] as const)(
    'to %s takes any reason and refuses every field of an activation',
    async (target) => {
      expect(await faults(to(target, { reasonCode: 'any text' }))).toEqual([]);
      expect(await faults(to(target, { ...everything, publicIpRestriction: 'restricted' }))).toEqual(
        ['carrierRatePlan', 'mdnZipCode', 'primaryPlaceOfUse', 'publicIpRestriction', 'staticIp'].map(
          (field) => `/statusUpdate/${field} status_update.field_unsupported`,
        ),
      );
    },
  );

  it('refuses what only ThingSpace has', async () => {
    const change = to('active', { publicIpRestriction: 'restricted', placeOfUse: { hasAddress: true } });
    expect(await faults(change)).toEqual([
      '/statusUpdate/primaryPlaceOfUse/address status_update.field_unsupported',
      '/statusUpdate/publicIpRestriction status_update.field_unsupported',
    ]);
  });
});

describe('a plan change over Telegence', () => {
  const planAt = (iso: string): RequestedChange => ({
    changeType: 'carrierrateplanchange',
    carrierRatePlan: '5MB',
    effectiveDate: { at: new Date(iso) },
  });
  const pointer = '/carrierRatePlanUpdate/effectiveDate';

  it('takes a date up to the end of the billing period, in the zone of the account', async () => {
    expect(await faults(planAt('2026-12-10T05:59:59.999Z'))).toEqual([]);
    expect(await faults(planAt('2026-12-10T06:00:00Z'))).toEqual([`${pointer} effective_date.out_of_period`]);
    const refused = await submitTo(db.database, account, planAt('2027-01-01T00:00:00Z'));
    expect(!refused.ok && refused.faults[0]?.detail).toContain('2026-12-10T05:59:59.999Z');
  });

  it('takes no date thirty days ahead, even within a long period', () => {
    const terms = {
      integration: 'TELEGENCE',
      billing: { endDay: 1, endHour: 0, timeZone: 'UTC' },
    } as const;
    const now = new Date('2026-12-01T01:00:00Z');
    expect(planDateFaults(terms, new Date('2026-12-31T00:59:59.999Z'), now)).toEqual([]);
    expect(planDateFaults(terms, new Date('2026-12-31T01:00:00Z'), now)).toMatchObject([
      { pointer, code: 'effective_date.out_of_period' },
    ]);
    expect(planDateFaults({ ...terms, integration: 'POND' }, new Date('2028-01-01T00:00:00Z'), now)).toEqual(
      [],
    );
  });

  it('takes a date in the past and none at all: both mean now', async () => {
    expect(await faults(planAt('2020-01-01T00:00:00Z'))).toEqual([]);
    expect(await faults({ changeType: 'carrierrateplanchange', carrierRatePlan: '5MB' })).toEqual([]);
  });

  it('holds the dates of single devices to the same period, each where it stands', async () => {
    const dated = (identifier: string, iso: string) => ({
      ...byNumber(identifier),
      effectiveAt: new Date(iso),
    });
    const devices = [
      dated('2145550101', '2026-12-10T05:59:59.999Z'),
      byNumber('2145550102'),
      dated('2145550103', '2026-12-10T06:00:00Z'),
    ];
    const refused = await submitTo(
      db.database,
      account,
      { changeType: 'carrierrateplanchange', carrierRatePlan: '5MB' },
      { devices },
    );
    expect(refused).toMatchObject({
      ok: false,
      faults: [{ pointer: '/devices/2/effectiveDate', code: 'effective_date.out_of_period' }],
    });
  });

  it('tells a wrong plan and a wrong date together', async () => {
    expect(
      await faults({ ...planAt('2027-01-01T00:00:00Z'), carrierRatePlan: 'OLD' } as RequestedChange),
    ).toEqual([
      '/carrierRatePlanUpdate/carrierRatePlan carrier_rate_plan.retired',
      `${pointer} effective_date.out_of_period`,
    ]);
  });
});

describe('a number', () => {
  const codesFor = async (devices: readonly AmericanDevice[], ...numbers: string[]) => {
    const added = await addDevices(db.database, account, devices);
    const submission = submitTo(db.database, account, to('suspended'), { devices: numbers.map(byNumber) });
    const { rows } = await storedBy(db.database, submission);
    return rows.map((row) => row.errorCode ?? added.findIndex(({ id }) => id === row.deviceId));
  };

  it('finds its line with and without the country code, however the line is kept', async () => {
    const devices = [
      { status: 'active', msisdn: '2025550101' },
      { status: 'active', msisdn: '12025550102' },
    ] as const;
    expect(await codesFor(devices, '12025550101', '2025550102')).toEqual([0, 1]);
  });

  it('named in both forms is one device', async () => {
    const numbers = ['12025550101', '2025550101'];
    expect(await codesFor([{ status: 'active', msisdn: '2025550101' }], ...numbers)).toEqual([0]);
  });

  it('that two lines in use have, one in each form, is ambiguous', async () => {
    const devices = [
      { status: 'active', msisdn: '2025550101' },
      { status: 'active', msisdn: '12025550101' },
    ] as const;
    expect(await codesFor(devices, '2025550101')).toEqual(['device.ambiguous']);
  });

  it('means the line in use where an archived one had it in the other form', async () => {
    const devices = [
      { status: 'deactivated', msisdn: '2025550101', archivedAt: NOW },
      { status: 'active', msisdn: '12025550101' },
    ] as const;
    expect(await codesFor(devices, '2025550101')).toEqual([1]);
  });

  it('of another length is compared as it is', async () => {
    const devices = [{ status: 'active', msisdn: '493012345678' }] as const;
    expect(await codesFor(devices, '493012345678', '1493012345678')).toEqual([0, 'device.not_found']);
  });
});
