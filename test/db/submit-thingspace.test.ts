import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RequestedChange, RequestedStatus } from '../../src/domain/change-request.ts';
import {
  addAccount,
  addDevices,
  byIccid,
  faultsIn,
  storedBy,
  submitTo,
  type AmericanAccount,
} from './american-accounts.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';

let db: FleetDatabase;
let fleet: SeededFleet;
let account: AmericanAccount;

beforeAll(async () => {
  db = await openFleetDatabase();
});

beforeEach(async () => {
  fleet = await db.newFleet();
  account = await addAccount(db.database, fleet.tenantId, 'THINGSPACE');
});

afterAll(() => db.close());

const to = (targetStatus: RequestedStatus['targetStatus'], more: Partial<RequestedStatus> = {}) =>
  ({ changeType: 'statusupdate', targetStatus, ...more }) as const satisfies RequestedChange;

const profile = { pdpName: 'PDP', accessPointName: 'apn', lteIndicator: true, defaultApnIndicator: false };
const everything = {
  carrierRatePlan: '5MB',
  mdnZipCode: '98801',
  publicIpRestriction: 'restricted',
  placeOfUse: { hasAddress: true },
} as const;

const faults = (change: RequestedChange) => faultsIn(submitTo(db.database, account, change));

describe('an activation over ThingSpace', () => {
  it('keeps plan, ZIP code and restriction in the order, and of the place of use only that there is one', async () => {
    await addDevices(db.database, account, [{ status: 'pending_activation', imei: '350000000000006' }]);
    const sealed = 'v1.test.an.envelope';
    const { change } = await storedBy(
      db.database,
      submitTo(db.database, account, to('active', everything), { personal: sealed }),
    );
    expect(change).toMatchObject({ status: 'PENDING', portalType: 'M2M', personal: sealed });
    expect(change.order).toMatchObject({
      targetStatus: 'active',
      activation: {
        plan: { code: '5MB', name: 'Five' },
        mdnZipCode: '98801',
        publicIpRestriction: 'restricted',
        namesPlaceOfUse: true,
        staticIp: null,
      },
    });
  });

  it('that names no details has none in its order, and nothing personal', async () => {
    const { change } = await storedBy(db.database, submitTo(db.database, account, to('active')));
    expect(change.order).toMatchObject({ activation: null });
    expect(change.personal).toBeNull();
  });

  it('finds the plan at this very provider only, and takes no retired one', async () => {
    const pointer = '/statusUpdate/carrierRatePlan';
    const other = await addAccount(db.database, fleet.tenantId, 'THINGSPACE');
    await db.database.prisma.carrierRatePlan.create({ data: { ...other, code: 'ELSEWHERE', name: 'x' } });
    for (const carrierRatePlan of ['ELSEWHERE', 'P5', '5M']) {
      expect(await faults(to('active', { carrierRatePlan }))).toEqual([
        `${pointer} carrier_rate_plan.not_found`,
      ]);
    }
    expect(await faults(to('active', { carrierRatePlan: 'OLD' }))).toEqual([
      `${pointer} carrier_rate_plan.retired`,
    ]);
  });

  it('refuses only the devices that lack what the carrier needs, and counts the IMEI that the row names', async () => {
    const [whole, blind, planless, restored] = await addDevices(db.database, account, [
      { status: 'pending_activation', imei: '350000000000006' },
      { status: 'pending_activation' },
      { status: 'deactivated', imei: '350000000000006', hasPlan: false },
      { status: 'suspended' },
    ]);
    if (!whole || !blind || !planless || !restored) throw new Error('The account has four devices.');
    const named = { ...byIccid(blind.iccid), imei: '350000000000014' };
    const submitAll = (change: RequestedChange, second = byIccid(blind.iccid)) =>
      storedBy(
        db.database,
        submitTo(db.database, account, change, {
          devices: [byIccid(whole.iccid), second, byIccid(planless.iccid), byIccid(restored.iccid)],
        }),
      );
    const bare = await submitAll(to('active', { mdnZipCode: '98801' }));
    expect(bare.rows.map((row) => row.errorCode)).toEqual([
      null,
      'carrier.details_missing',
      'carrier.details_missing',
      null,
    ]);
    expect(bare.rows[1]?.errorMessage).toContain('IMEI');
    expect(bare.rows[2]?.errorMessage).toContain('carrier rate plan');
    const complete = await submitAll(to('active', everything), named);
    expect(complete.rows.map((row) => row.errorCode)).toEqual([null, null, null, null]);
  });

  it('shows the plan of a line that is made, and leaves that of a restored one alone', async () => {
    const [made, restored] = await addDevices(db.database, account, [
      { status: 'deactivated', imei: '350000000000006', hasPlan: false },
      { status: 'suspended' },
    ]);
    if (!made || !restored) throw new Error('The account has two devices.');
    const devices = [byIccid(made.iccid), byIccid(restored.iccid)];
    const { rows } = await storedBy(
      db.database,
      submitTo(db.database, account, to('active', everything), { devices }),
    );
    expect(at(rows, 0)).toMatchObject({
      before: { status: 'deactivated', carrierRatePlan: null },
      after: { status: 'active', carrierRatePlan: '5MB' },
    });
    expect(at(rows, 1)).toMatchObject({ before: { status: 'suspended' }, after: { status: 'active' } });
    expect(at(rows, 1).after).not.toHaveProperty('carrierRatePlan');
  });

  it('has another hash for another place of use', async () => {
    await addDevices(db.database, account, [{ status: 'pending_activation', imei: '350000000000006' }]);
    const hashOf = async (personal: string) => {
      const submission = submitTo(db.database, account, to('active', everything), { personal });
      return (await storedBy(db.database, submission)).change.planHash;
    };
    expect(await hashOf('v1.one')).not.toBe(await hashOf('v1.two'));
  });
});

describe('a status change over ThingSpace', () => {
  it.each(['suspended', 'deactivated', 'pending_activation'] as const)(
    'to %s refuses every field of an activation, all at once',
    async (target) => {
      expect(await faults(to(target, { ...everything, staticIp: profile }))).toEqual(
        ['carrierRatePlan', 'mdnZipCode', 'primaryPlaceOfUse', 'publicIpRestriction', 'staticIp'].map(
          (field) => `/statusUpdate/${field} status_update.field_unsupported`,
        ),
      );
    },
  );

  it('refuses what only Telegence has, and a place of use without its address', async () => {
    const change = to('active', { ...everything, staticIp: profile, placeOfUse: { hasAddress: false } });
    expect(await faults(change)).toEqual([
      '/statusUpdate/primaryPlaceOfUse/address status_update.address_missing',
      '/statusUpdate/staticIp status_update.field_unsupported',
    ]);
  });

  it('knows one reason, and for a deactivation only', async () => {
    expect(await faults(to('deactivated'))).toEqual([]);
    expect(await faults(to('deactivated', { reasonCode: 'FF' }))).toEqual([]);
    expect(await faults(to('deactivated', { reasonCode: 'XX' }))).toEqual([
      '/statusUpdate/reasonCode status_update.reason_unknown',
    ]);
    expect(await faults(to('suspended', { reasonCode: 'FF' }))).toEqual([
      '/statusUpdate/reasonCode status_update.field_unsupported',
    ]);
  });

  it.each(['inventory', 'retired', 'terminated'] as const)('knows no target %s', async (target) => {
    expect(await faults(to(target))).toEqual(['/statusUpdate/targetStatus status.target_unsupported']);
  });

  it('restores a suspended line before it is deactivated', async () => {
    await addDevices(db.database, account, [{ status: 'suspended' }]);
    const { change, rows } = await storedBy(db.database, submitTo(db.database, account, to('deactivated')));
    expect(change.status).toBe('ERROR');
    expect(at(rows, 0).errorCode).toBe('status.transition_not_allowed');
  });
});

describe('a plan change over ThingSpace', () => {
  it('is for active lines, at any date', async () => {
    const devices = await addDevices(db.database, account, [{ status: 'active' }, { status: 'suspended' }]);
    const change: RequestedChange = {
      changeType: 'carrierrateplanchange',
      carrierRatePlan: '5MB',
      effectiveDate: { at: new Date('2027-06-01T00:00:00Z') },
    };
    const { rows } = await storedBy(
      db.database,
      submitTo(db.database, account, change, { devices: devices.map(({ iccid }) => byIccid(iccid)) }),
    );
    expect(rows.map((row) => row.errorCode)).toEqual([null, 'status.transition_not_allowed']);
  });
});

describe('Jasper and POND', () => {
  it.each(['jasper', 'pond'] as const)('%s refuses every field of an activation', async (name) => {
    const change = to('active', { ...everything, staticIp: profile });
    const submission = submitTo(db.database, { ...account, serviceProviderId: fleet[name] }, change);
    expect(await faultsIn(submission)).toHaveLength(5);
  });
});
