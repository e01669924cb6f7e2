import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadCandidates } from '../../src/db/bulk/load-candidates.ts';
import type { RequestedDevice } from '../../src/domain/change-request.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { addLine } from './rev-lines.ts';

let db: FleetDatabase;
let mine: SeededFleet;
let theirs: SeededFleet;

beforeAll(async () => {
  db = await openFleetDatabase();
  mine = await db.newFleet({ jasperDevices: 4, pondDevices: 1 });
  theirs = await db.newFleet({ jasperDevices: 6 });
});

afterAll(() => db.close());

const byIccid = (identifier: string): RequestedDevice => ({ identifier, identifierType: 'ICCID' });

function load(
  devices: readonly RequestedDevice[],
  more: { tenantId?: string; serviceProviderId?: string } = {},
) {
  return loadCandidates(db.database.pool, {
    tenantId: mine.tenantId,
    serviceProviderId: mine.jasper,
    revCustomerIdOf: mine.customer.id,
    devices,
    ...more,
  });
}

it('answers with what the rules need to know of each device', async () => {
  const device = at(mine.jasperDevices, 0);
  const found = await load([byIccid(device.iccid)]);
  expect(found.get(device.iccid)).toEqual({
    deviceId: device.id,
    facts: {
      archived: false,
      status: 'active',
      imei: null,
      simType: 'standard',
      carrierRatePlan: 'SMALL',
      communicationPlan: 'Data',
      lastActivatedAt: new Date('2026-03-01T00:00:00Z'),
      customerId: null,
      siteId: null,
      accountNumber: null,
      customerRatePlanId: null,
      customerRatePoolId: null,
      dataAllocationMb: null,
      connectedAtCustomer: false,
      activeElsewhere: false,
    },
  });
});

it('finds no device of another tenant, by whichever of its ids', async () => {
  const foreign = at(theirs.jasperDevices, 5);
  const devices = [byIccid(foreign.iccid)];
  expect((await load(devices)).size).toBe(0);
  expect((await load(devices, { serviceProviderId: theirs.jasper })).size).toBe(0);
  expect((await load(devices, { tenantId: theirs.tenantId })).size).toBe(0);
  const own = await load(devices, { tenantId: theirs.tenantId, serviceProviderId: theirs.jasper });
  expect(own.get(foreign.iccid)?.deviceId).toBe(foreign.id);
});

it('takes the device of the named service provider where two providers have the same ICCID', async () => {
  const [jasper, pond] = [at(mine.jasperDevices, 0), at(mine.pondDevices, 0)];
  expect(jasper.iccid).toBe(pond.iccid);
  expect((await load([byIccid(jasper.iccid)])).get(jasper.iccid)?.deviceId).toBe(jasper.id);
  const atPond = await load([byIccid(pond.iccid)], { serviceProviderId: mine.pond });
  expect(atPond.get(pond.iccid)?.deviceId).toBe(pond.id);
  const absentAtPond = await load([byIccid(at(mine.jasperDevices, 1).iccid)], {
    serviceProviderId: mine.pond,
  });
  expect(absentAtPond.size).toBe(0);
});

it('does not find a device that the tenant no longer has', async () => {
  const device = at(mine.jasperDevices, 3);
  await db.database.prisma.deviceTenant.delete({
    where: { tenantId_deviceId: { tenantId: mine.tenantId, deviceId: device.id } },
  });
  expect((await load([byIccid(device.iccid)])).size).toBe(0);
});

it('finds a device by its number, and prefers the one that has it now to an archived one', async () => {
  const { prisma } = db.database;
  const [now, before] = [at(mine.jasperDevices, 1), at(mine.jasperDevices, 2)];
  const named: RequestedDevice = { identifier: '15550100001', identifierType: 'MSISDN' };
  for (const archived of [before, now]) {
    const current = archived === before ? now : before;
    await prisma.device.update({
      where: { id: current.id },
      data: { msisdn: named.identifier, archivedAt: null },
    });
    await prisma.device.update({
      where: { id: archived.id },
      data: { msisdn: named.identifier, archivedAt: new Date() },
    });
    const found = await load([named]);
    expect(found.get(named.identifier)).toMatchObject({ deviceId: current.id, facts: { archived: false } });
  }
});

it('tells connected lines with active products of the customer and of others apart', async () => {
  const device = at(mine.jasperDevices, 0);
  const other = await db.database.prisma.customer.create({
    data: { tenantId: mine.tenantId, name: 'Other', revCustomerId: '7002' },
  });
  const facts = async () => (await load([byIccid(device.iccid)])).get(device.iccid)?.facts;
  const line = { fleet: mine, device, customerId: mine.customer.id };

  await addLine(db.database, { ...line, externalId: 'gone', disconnectedAt: new Date() });
  await addLine(db.database, { ...line, externalId: 'bare', product: null });
  await addLine(db.database, { ...line, externalId: 'ended', product: 'CANCELED' });
  expect(await facts()).toMatchObject({ connectedAtCustomer: false, activeElsewhere: false });

  await addLine(db.database, { ...line, externalId: 'elsewhere', customerId: other.id });
  expect(await facts()).toMatchObject({ connectedAtCustomer: false, activeElsewhere: true });

  await addLine(db.database, { ...line, externalId: 'here' });
  expect(await facts()).toMatchObject({ connectedAtCustomer: true, activeElsewhere: true });
});
