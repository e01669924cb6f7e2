import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { submitBulkChange, type Submission } from '../../src/db/submission/submit-bulk-change.ts';
import type { ChangeRequest, RequestedChange, RequestedDevice } from '../../src/domain/change-request.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { expectCountsOfRows, statusesOf } from './stored-change.ts';

let db: FleetDatabase;
let fleet: SeededFleet;

beforeAll(async () => {
  db = await openFleetDatabase();
});

beforeEach(async () => {
  fleet = await db.newFleet({ jasperDevices: 3, pondDevices: 1 });
});

afterAll(() => db.close());

const now = new Date('2026-11-30T12:00:00Z');
const missing = '00000000-0000-7000-8000-000000000000';

const byIccid = (identifier: string): RequestedDevice => ({ identifier, identifierType: 'ICCID' });
const suspend: RequestedChange = { changeType: 'statusupdate', targetStatus: 'suspended' };

function assign(
  more: Partial<Extract<RequestedChange, { changeType: 'customerassignment' }>>,
): RequestedChange {
  return {
    changeType: 'customerassignment',
    createRevService: false,
    revProducts: [],
    useCarrierActivation: false,
    prorate: false,
    ...more,
  };
}

type More = Partial<Omit<ChangeRequest, 'devices'>> & { readonly devices?: readonly RequestedDevice[] };

function submit(
  change: RequestedChange,
  { devices = fleet.jasperDevices.map(({ iccid }) => byIccid(iccid)), ...more }: More = {},
): Promise<Submission> {
  return submitBulkChange(
    { database: db.database, now: () => now },
    { tenantId: fleet.tenantId, actor: 'ann', requestId: 'r-1' },
    {
      serviceProviderId: fleet.jasper,
      processChanges: true,
      devices: [devices],
      onConflict: 'queue',
      change,
      ...more,
    },
    { changeType: change.changeType },
  );
}

async function faultsOf(submission: Promise<Submission>): Promise<string[]> {
  const result = await submission;
  return result.ok ? [] : result.faults.map((fault) => `${fault.pointer} ${fault.code}`).sort();
}

async function stored(submission: Promise<Submission>) {
  const result = await submission;
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  const id = result.bulkChangeId;
  const { prisma } = db.database;
  const change = await prisma.bulkChange.findUniqueOrThrow({ where: { id } });
  const rows = await prisma.deviceChange.findMany({
    where: { bulkChangeId: id },
    orderBy: { rowNumber: 'asc' },
  });
  return { id, change, rows };
}

const changesOf = () => db.database.prisma.bulkChange.count({ where: { tenantId: fleet.tenantId } });

describe('a request', () => {
  it('is refused for a service provider that is unknown, of another tenant, or switched off', async () => {
    const foreign = await db.newFleet();
    const notFound = ['/serviceProviderId service_provider.not_found'];
    expect(await faultsOf(submit(suspend, { serviceProviderId: missing }))).toEqual(notFound);
    expect(await faultsOf(submit(suspend, { serviceProviderId: foreign.jasper }))).toEqual(notFound);
    await db.database.prisma.serviceProvider.update({
      where: { id: fleet.jasper },
      data: { writeEnabled: false },
    });
    expect(await faultsOf(submit(suspend))).toEqual(['/serviceProviderId provider.writes_disabled']);
  });

  it('hears all its faults at once, each with its place, and stores nothing', async () => {
    const plan = {
      changeType: 'carrierrateplanchange',
      carrierRatePlan: 'OLD',
      commPlan: 'Nowhere',
    } as const;
    expect(await faultsOf(submit(plan))).toEqual([
      '/carrierRatePlanUpdate/carrierRatePlan carrier_rate_plan.retired',
      '/carrierRatePlanUpdate/commPlan communication_plan.not_found',
    ]);
    const assignment = assign({
      revCustomerId: '9999',
      customerRatePlanId: missing,
      customerPoolId: missing,
    });
    expect(await faultsOf(submit(assignment))).toEqual([
      '/customerAssignment/customerPoolId customer_rate_pool.not_found',
      '/customerAssignment/customerRatePlanId customer_rate_plan.not_found',
      '/customerAssignment/revCustomerId customer.not_found',
    ]);
    const status = {
      changeType: 'statusupdate',
      targetStatus: 'terminated',
      carrierRatePlan: 'SMALL',
      revCustomerId: '9999',
    } as const;
    expect(await faultsOf(submit(status))).toEqual([
      '/statusUpdate/carrierRatePlan status_update.field_unsupported',
      '/statusUpdate/revService/revCustomerId customer.not_found',
      '/statusUpdate/targetStatus status.target_unsupported',
    ]);
    expect(await changesOf()).toBe(0);
  });

  it.each<[string, RequestedChange, string]>([
    [
      'a plan of another provider',
      { changeType: 'carrierrateplanchange', carrierRatePlan: 'P5' },
      '/carrierRatePlanUpdate/carrierRatePlan carrier_rate_plan.not_found',
    ],
    [
      'a plan by a part of its code',
      { changeType: 'carrierrateplanchange', carrierRatePlan: 'SMAL' },
      '/carrierRatePlanUpdate/carrierRatePlan carrier_rate_plan.not_found',
    ],
    [
      'a customer rate plan change that changes nothing',
      { changeType: 'customerrateplanchange' },
      '/customerRatePlanUpdate customer_rate_plan.nothing_to_change',
    ],
    [
      'a customer rate plan that does not exist',
      { changeType: 'customerrateplanchange', customerRatePlanId: missing },
      '/customerRatePlanUpdate/customerRatePlanId customer_rate_plan.not_found',
    ],
    ['an assignment to nobody', assign({}), '/customerAssignment customer_assignment.customer_missing'],
    [
      'a part of a Rev customer id',
      assign({ revCustomerId: '700' }),
      '/customerAssignment/revCustomerId customer.not_found',
    ],
    ['a site that does not exist', assign({ siteId: missing }), '/customerAssignment/siteId site.not_found'],
    [
      'a site that the customer does not have',
      assign({ revCustomerId: '7001', siteId: missing }),
      '/customerAssignment/siteId site.not_found',
    ],
  ])('is refused for %s', async (_, change, fault) => {
    expect(await faultsOf(submit(change))).toEqual([fault]);
  });

  it('knows no customer, plan, pool or site of another tenant', async () => {
    const foreign = await db.newFleet();
    const change = assign({
      customerId: foreign.customer.id,
      siteId: foreign.customer.siteId,
      customerRatePlanId: foreign.customerRatePlanId,
      customerPoolId: foreign.customerPoolId,
    });
    expect(await faultsOf(submit(change))).toEqual([
      '/customerAssignment/customerId customer.not_found',
      '/customerAssignment/customerPoolId customer_rate_pool.not_found',
      '/customerAssignment/customerRatePlanId customer_rate_plan.not_found',
    ]);
  });

  it('is refused for an inactive customer, an inactive site and missing billing', async () => {
    const { prisma } = db.database;
    const { tenantId } = fleet;
    await prisma.site.update({ where: { id: fleet.customer.siteId }, data: { active: false } });
    await prisma.billingConnection.delete({ where: { tenantId } });
    const change = assign({ revCustomerId: '7001', createRevService: true });
    expect(await faultsOf(submit(change))).toEqual([
      '/customerAssignment/createRevService billing.connection_missing',
      '/customerAssignment/siteId site.not_found',
    ]);
    await prisma.customer.update({ where: { id: fleet.customer.id }, data: { active: false } });
    expect(await faultsOf(submit(change))).toContain('/customerAssignment/revCustomerId customer.inactive');
    expect(await faultsOf(submit(assign({ customerId: fleet.customer.id, createRevService: true })))).toEqual(
      [
        '/customerAssignment/createRevService customer_assignment.rev_customer_missing',
        '/customerAssignment/customerId customer.inactive',
      ],
    );
  });
});

describe('a stored change', () => {
  it('has its rows, its counts, the wish to start and who asked for it', async () => {
    const { id, change, rows } = await stored(submit(suspend));
    expect(change).toMatchObject({
      tenantId: fleet.tenantId,
      status: 'PENDING',
      integration: 'JASPER',
      portalType: 'M2M',
      total: 3,
      pending: 3,
      createdBy: 'ann',
      createdAt: now,
      startRequestedAt: now,
      finishedAt: null,
    });
    expect(rows.map((row) => row.rowNumber)).toEqual([1, 2, 3]);
    expect(rows[0]).toMatchObject({ before: { status: 'active' }, after: { status: 'suspended' } });
    expect(await db.database.prisma.auditEntry.findMany({ where: { subjectId: id } })).toMatchObject([
      { action: 'bulk_change.submit', actor: 'ann', requestId: 'r-1', detail: { total: 3, refused: 0 } },
    ]);
  });

  it('is not started when that was not asked for', async () => {
    const { change } = await stored(submit(suspend, { processChanges: false }));
    expect(change).toMatchObject({ status: 'PENDING', startRequestedAt: null });
  });

  it('keeps a faulty row with its reason beside the good ones', async () => {
    const foreign = await db.newFleet({ jasperDevices: 5 });
    const [good, archived] = [at(fleet.jasperDevices, 0), at(fleet.jasperDevices, 1)];
    await db.database.prisma.device.update({ where: { id: archived.id }, data: { archivedAt: now } });
    const devices = [good.iccid, at(foreign.jasperDevices, 4).iccid, archived.iccid, good.iccid].map(byIccid);
    const { id, change, rows } = await stored(submit(suspend, { devices }));
    expect(rows.map((row) => row.errorCode)).toEqual([null, 'device.not_found', 'device.archived']);
    expect(change).toMatchObject({
      status: 'PENDING',
      total: 3,
      pending: 1,
      error: 2,
      duplicates: 1,
      startRequestedAt: now,
    });
    const log = await db.database.prisma.logEntry.findMany({ where: { bulkChangeId: id } });
    expect(log.map((entry) => entry.description)).toEqual(
      Array.from({ length: 2 }, () => 'Update Device Status: Jasper Validate Device'),
    );
    await expectCountsOfRows(db.database, id);
  });

  it('whose rows are all faulty ends ERROR at once and asks for no run', async () => {
    const devices = [byIccid('89019999999999999999'), byIccid('89019999999999999998')];
    const { id, change } = await stored(submit(suspend, { devices }));
    expect(change).toMatchObject({
      status: 'ERROR',
      startRequestedAt: null,
      finishedAt: now,
      error: 2,
      pending: 0,
    });
    expect(await statusesOf(db.database, id)).toEqual(['ERROR', 'ERROR']);
  });

  it('keeps one row for a device that is named by both its numbers, and tells where it stands again', async () => {
    const device = at(fleet.jasperDevices, 0);
    await db.database.prisma.device.update({ where: { id: device.id }, data: { msisdn: '15550100001' } });
    const devices: RequestedDevice[] = [
      byIccid(device.iccid),
      { identifier: '15550100001', identifierType: 'MSISDN' },
      byIccid('89019999999999999999'),
      byIccid('89019999999999999999'),
    ];
    const submission = submit(suspend, { devices });
    const { change, rows } = await stored(submission);
    expect(rows.map((row) => [row.rowNumber, row.identifier, row.errorCode])).toEqual([
      [1, device.iccid, null],
      [2, '89019999999999999999', 'device.not_found'],
    ]);
    expect(change).toMatchObject({ total: 2, duplicates: 2 });
    expect(await submission).toMatchObject({
      repeated: [
        { place: 1, firstPlace: 0, identifierType: 'MSISDN' },
        { place: 3, firstPlace: 2, identifierType: 'ICCID' },
      ],
    });
  });

  it('refuses to guess which of two devices in use a number means, and does each by its ICCID', async () => {
    const [one, two] = [at(fleet.jasperDevices, 0), at(fleet.jasperDevices, 1)];
    for (const { id } of [one, two]) {
      await db.database.prisma.device.update({ where: { id }, data: { msisdn: '15550100001' } });
    }
    const devices: RequestedDevice[] = [
      { identifier: '15550100001', identifierType: 'MSISDN' },
      byIccid(one.iccid),
      byIccid(two.iccid),
    ];
    const { rows } = await stored(submit(suspend, { devices }));
    expect(rows.map((row) => [row.deviceId, row.errorCode])).toEqual([
      [null, 'device.ambiguous'],
      [one.id, null],
      [two.id, null],
    ]);
  });

  it('keeps the date it takes effect, with the zone it was meant in', async () => {
    const at2027 = new Date('2027-01-01T05:00:00Z');
    const change: RequestedChange = {
      ...suspend,
      effectiveDate: { at: at2027, timeZone: 'America/New_York' },
    };
    expect((await stored(submit(change))).change).toMatchObject({
      effectiveAt: at2027,
      timeZone: 'America/New_York',
    });
  });

  it('takes the first active site of a Rev customer, and ids and codes as they are when it is sealed', async () => {
    const { prisma } = db.database;
    await prisma.site.create({
      data: { tenantId: fleet.tenantId, customerId: fleet.customer.id, name: 'Closed', active: false },
    });
    const { change } = await stored(submit(assign({ revCustomerId: '7001' })));
    expect(change.order).toMatchObject({
      customerId: fleet.customer.id,
      siteId: fleet.customer.siteId,
      accountNumber: 'A-7001',
      rev: { revCustomerId: '7001', createService: false },
      effectiveFrom: now.toISOString(),
    });
  });

  it('holds 10,000 rows', async () => {
    const devices = Array.from({ length: 10_000 }, (_, index) =>
      byIccid(`8901${String(index + 1).padStart(16, '0')}`),
    );
    const { change, rows } = await stored(submit(suspend, { devices }));
    expect(change).toMatchObject({ total: 10_000, pending: 3, error: 9_997 });
    expect(rows).toHaveLength(10_000);
    expect(rows.filter((row) => row.status === 'PENDING').map((row) => row.rowNumber)).toEqual([1, 2, 3]);
  });
});

describe('the hash of a plan', () => {
  const hashOf = async (change: RequestedChange, more: More = {}) =>
    (await stored(submit(change, more))).change.planHash;

  it('is the same for the same plan', async () => {
    const first = await hashOf(suspend);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashOf(suspend)).toBe(first);
    const iccids = fleet.jasperDevices.map(({ iccid }) => byIccid(iccid));
    expect(await hashOf(suspend, { devices: [...iccids, ...iccids] })).toBe(first);
  });

  it('is another one when anything of the plan is', async () => {
    const { prisma } = db.database;
    const iccids = fleet.jasperDevices.map(({ iccid }) => byIccid(iccid));
    const [first, ...others] = iccids;
    if (first === undefined) throw new Error('A fleet has devices.');
    const hashes = [
      await hashOf(suspend),
      await hashOf({ ...suspend, targetStatus: 'retired' }),
      await hashOf({ ...suspend, reasonCode: 'FF' }),
      await hashOf({ ...suspend, revCustomerId: '7001' }),
      await hashOf({ ...suspend, effectiveDate: { at: new Date('2027-01-01T00:00:00Z') } }),
      await hashOf(suspend, { devices: others }),
      await hashOf(suspend, { devices: [...others, first] }),
      await hashOf(suspend, { devices: [{ ...first, imei: '350000000000006' }, ...others] }),
      await hashOf(suspend, { devices: [{ ...first, imei: '350000000000014' }, ...others] }),
      await hashOf(suspend, { devices: [first] }),
      await hashOf(suspend, { devices: [first], serviceProviderId: fleet.pond }),
    ];
    await prisma.device.update({
      where: { id: at(fleet.jasperDevices, 0).id },
      data: { status: 'suspended' },
    });
    hashes.push(await hashOf(suspend));
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
