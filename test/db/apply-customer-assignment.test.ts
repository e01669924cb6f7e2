import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyCustomerAssignment, type Assignment } from '../../src/db/bulk/apply-customer-assignment.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { assignmentOrder, revOrder } from './orders.ts';
import { addLine } from './rev-lines.ts';
import { expectCountsOfRows, statusesOf, storeChange } from './stored-change.ts';

let db: FleetDatabase;

beforeAll(async () => {
  db = await openFleetDatabase();
});

afterAll(() => db.close());

const apply = (assignments: readonly Assignment[]) =>
  applyCustomerAssignment(db.database.pool, assignments, 'Assign Customer: Update Device');

const withoutLine = (deviceChangeId: string): Assignment => ({ deviceChangeId, line: null });

const ownerRow = (fleet: SeededFleet, deviceId: string) =>
  db.database.prisma.deviceTenant.findUniqueOrThrow({
    where: { tenantId_deviceId: { tenantId: fleet.tenantId, deviceId } },
  });

const historyOf = (bulkChangeId: string) =>
  db.database.prisma.deviceAssignment.findMany({ where: { bulkChangeId } });

async function otherCustomer(fleet: SeededFleet, revCustomerId: string | null) {
  const customer = await db.database.prisma.customer.create({
    data: { tenantId: fleet.tenantId, name: `Customer ${revCustomerId ?? 'AMOP'}`, revCustomerId },
  });
  return customer.id;
}

describe('an assignment without a billing call', () => {
  it('gives the device customer, site and account, each row by its own change, with history and log', async () => {
    const fleet = await db.newFleet({ jasperDevices: 2 });
    const [first, second] = [at(fleet.jasperDevices, 0), at(fleet.jasperDevices, 1)];
    const amop = await otherCustomer(fleet, null);
    const one = await storeChange(db.database, {
      fleet,
      order: assignmentOrder(fleet),
      rows: [{ device: first }],
    });
    const two = await storeChange(db.database, {
      fleet,
      order: assignmentOrder(fleet, { customerId: amop, siteId: null, accountNumber: null }),
      rows: [{ device: second }],
    });
    const result = await apply([...one.rows, ...two.rows].map(withoutLine));
    expect(result).toEqual({ processed: 2, failed: 0, failures: [] });
    const rev = { customerId: fleet.customer.id, siteId: fleet.customer.siteId, accountNumber: 'A-7001' };
    expect(await ownerRow(fleet, first.id)).toMatchObject({ ...rev, revServiceId: null });
    expect(await ownerRow(fleet, second.id)).toMatchObject({
      customerId: amop,
      siteId: null,
      accountNumber: null,
    });
    const effectiveFrom = new Date('2026-05-01T00:00:00Z');
    expect(await historyOf(one.id)).toMatchObject([{ ...rev, deviceId: first.id, effectiveFrom }]);
    expect(await historyOf(two.id)).toMatchObject([{ customerId: amop, deviceId: second.id }]);
    expect(
      await db.database.prisma.logEntry.count({ where: { bulkChangeId: one.id, hasErrors: false } }),
    ).toBe(1);
    for (const change of [one, two]) await expectCountsOfRows(db.database, change.id);
  });

  it('leaves plan and pool alone when the order brings none, and sets what it brings', async () => {
    const fleet = await db.newFleet({ jasperDevices: 1 });
    const device = at(fleet.jasperDevices, 0);
    const bring = async (customerRatePlan: object | null) => {
      const order = assignmentOrder(fleet, { customerRatePlan, effectiveFrom: new Date().toISOString() });
      const change = await storeChange(db.database, { fleet, order, rows: [{ device }] });
      await apply(change.rows.map(withoutLine));
      return db.database.prisma.customerRatePlanPeriod.count({ where: { bulkChangeId: change.id } });
    };
    expect(await bring({ customerRatePlanId: fleet.customerRatePlanId })).toBe(1);
    expect(await bring(null)).toBe(0);
    expect(await ownerRow(fleet, device.id)).toMatchObject({
      customerRatePlanId: fleet.customerRatePlanId,
      customerRatePoolId: null,
    });
    expect(await bring({ customerRatePoolId: fleet.customerPoolId })).toBe(1);
    expect(await ownerRow(fleet, device.id)).toMatchObject({
      customerRatePlanId: fleet.customerRatePlanId,
      customerRatePoolId: fleet.customerPoolId,
    });
  });

  it('holds from the activation of the device when the order has no date', async () => {
    const fleet = await db.newFleet({ jasperDevices: 1 });
    const order = assignmentOrder(fleet, { effectiveFrom: null });
    const { id, rows } = await storeChange(db.database, {
      fleet,
      order,
      rows: [{ device: at(fleet.jasperDevices, 0) }],
    });
    await apply(rows.map(withoutLine));
    expect(await historyOf(id)).toMatchObject([{ effectiveFrom: new Date('2026-03-01T00:00:00Z') }]);
  });

  it('is done once', async () => {
    const fleet = await db.newFleet({ jasperDevices: 1 });
    const { id, rows } = await storeChange(db.database, {
      fleet,
      order: assignmentOrder(fleet),
      rows: [{ device: at(fleet.jasperDevices, 0) }],
    });
    await apply(rows.map(withoutLine));
    expect(await apply(rows.map(withoutLine))).toEqual({ processed: 0, failed: 0, failures: [] });
    expect(await historyOf(id)).toHaveLength(1);
    await expectCountsOfRows(db.database, id);
  });

  it('fails archived devices and those that left the tenant, and touches nothing of them', async () => {
    const { prisma } = db.database;
    const fleet = await db.newFleet({ jasperDevices: 2 });
    const [archived, moved] = [at(fleet.jasperDevices, 0), at(fleet.jasperDevices, 1)];
    const { id, rows } = await storeChange(db.database, {
      fleet,
      order: assignmentOrder(fleet),
      rows: fleet.jasperDevices.map((device) => ({ device })),
    });
    await prisma.device.update({ where: { id: archived.id }, data: { archivedAt: new Date() } });
    await prisma.deviceTenant.delete({
      where: { tenantId_deviceId: { tenantId: fleet.tenantId, deviceId: moved.id } },
    });
    expect(await apply(rows.map(withoutLine))).toMatchObject({ processed: 0, failed: 2 });
    expect((await ownerRow(fleet, archived.id)).customerId).toBeNull();
    expect(await historyOf(id)).toEqual([]);
    await expectCountsOfRows(db.database, id);
  });

  it('cannot give a device to a customer of another tenant', async () => {
    const [fleet, foreign] = [await db.newFleet({ jasperDevices: 1 }), await db.newFleet()];
    const order = assignmentOrder(foreign);
    const { id, rows } = await storeChange(db.database, {
      fleet,
      order,
      rows: [{ device: at(fleet.jasperDevices, 0) }],
    });
    await expect(apply(rows.map(withoutLine))).rejects.toThrow('device_tenants_customer_fkey');
    expect(await statusesOf(db.database, id)).toEqual(['PENDING']);
  });
});

describe('an assignment to a Rev customer', () => {
  it('keeps the created line with its products and hangs the device on it', async () => {
    const fleet = await db.newFleet({ jasperDevices: 2 });
    const rows = fleet.jasperDevices.map((device) => ({ device }));
    const order = assignmentOrder(fleet, { rev: revOrder(true) });
    const change = await storeChange(db.database, { fleet, order, rows });
    const line = (place: number) => ({
      externalId: `S${String(place)}`,
      number: at(fleet.jasperDevices, place).iccid,
      products: [{ externalId: `P${String(place)}`, productId: '501', rate: 2.5 }],
    });
    await apply(change.rows.map((deviceChangeId, place) => ({ deviceChangeId, line: line(place) })));
    for (const [place, device] of fleet.jasperDevices.entries()) {
      const service = await db.database.prisma.revService.findFirstOrThrow({
        where: { tenantId: fleet.tenantId, externalId: `S${String(place)}` },
        include: { products: true },
      });
      expect(service).toMatchObject({
        deviceId: device.id,
        customerId: fleet.customer.id,
        number: device.iccid,
        iccid: device.iccid,
        serviceTypeId: '12',
        activatedAt: new Date('2026-05-01T00:00:00Z'),
        disconnectedAt: null,
      });
      expect(service.products).toMatchObject([
        { externalId: `P${String(place)}`, productId: '501', status: 'ACTIVE' },
      ]);
      expect(Number(at(service.products, 0).rate)).toBe(2.5);
      expect(await ownerRow(fleet, device.id)).toMatchObject({ revServiceId: service.id });
    }
    const services = (await historyOf(change.id)).map((entry) => entry.revServiceId);
    expect(services).not.toContain(null);
    expect(new Set(services).size).toBe(2);
    await expectCountsOfRows(db.database, change.id);
  });

  it('knows a line of the billing system once, however often it is told of it', async () => {
    const fleet = await db.newFleet({ jasperDevices: 1 });
    const device = at(fleet.jasperDevices, 0);
    const products = [{ externalId: 'P1', productId: '501', rate: 2 }];
    const line = { externalId: 'S1', number: device.iccid, products };
    for (const more of [[], [{ externalId: 'P2', productId: '502', rate: 3 }]]) {
      const order = assignmentOrder(fleet, { rev: revOrder(true) });
      const { rows } = await storeChange(db.database, { fleet, order, rows: [{ device }] });
      await apply([{ deviceChangeId: at(rows, 0), line: { ...line, products: [...products, ...more] } }]);
    }
    const services = await db.database.prisma.revService.findMany({
      where: { tenantId: fleet.tenantId },
      include: { products: { orderBy: { externalId: 'asc' } } },
    });
    expect(services).toHaveLength(1);
    expect(at(services, 0).products.map((product) => product.externalId)).toEqual(['P1', 'P2']);
  });

  it('is refused without a new service while the line at another customer has active products', async () => {
    const fleet = await db.newFleet({ jasperDevices: 2 });
    const [held, free] = [at(fleet.jasperDevices, 0), at(fleet.jasperDevices, 1)];
    const other = await otherCustomer(fleet, '7002');
    await addLine(db.database, { fleet, device: held, customerId: other, externalId: 'S-held' });
    await addLine(db.database, {
      fleet,
      device: free,
      customerId: other,
      externalId: 'S-free',
      disconnectedAt: new Date(),
    });
    const order = assignmentOrder(fleet, { rev: revOrder(false) });
    const { id, rows } = await storeChange(db.database, {
      fleet,
      order,
      rows: [{ device: held }, { device: free }],
    });
    expect(await apply(rows.map(withoutLine))).toMatchObject({
      processed: 1,
      failures: [{ deviceChangeId: at(rows, 0), code: 'rev_service.active_elsewhere' }],
    });
    expect(await statusesOf(db.database, id)).toEqual(['ERROR', 'PROCESSED']);
    expect((await ownerRow(fleet, held.id)).customerId).toBeNull();
    await expectCountsOfRows(db.database, id);
  });
});
