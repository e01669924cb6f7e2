import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyCustomerAssignment } from '../../src/db/bulk/apply-customer-assignment.ts';
import { applyCustomerRatePlan } from '../../src/db/bulk/apply-customer-rate-plan.ts';
import { claimDeviceChanges } from '../../src/db/bulk/claim-device-changes.ts';
import { loadBatch } from '../../src/db/bulk/plan-batches.ts';
import { recordOutcomes } from '../../src/db/bulk/record-outcomes.ts';
import type { ChangeOrder } from '../../src/domain/change-order.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { assignmentOrder, carrierPlanOrder, customerPlanOrder, statusOrder } from './orders.ts';
import { processed } from './processed-outcome.ts';
import { expectCountsOfRows, statusesOf, storeChange, type StoredChange } from './stored-change.ts';

let db: FleetDatabase;
let fleet: SeededFleet;

beforeAll(async () => {
  db = await openFleetDatabase();
});

beforeEach(async () => {
  fleet = await db.newFleet({ jasperDevices: 2 });
});

afterAll(() => db.close());

/** A change of both devices; the second has an order of its own. */
async function stored(order: ChangeOrder, own: ChangeOrder): Promise<StoredChange> {
  const change = await storeChange(db.database, {
    fleet,
    order,
    rows: fleet.jasperDevices.map((device) => ({ device })),
  });
  await db.database.prisma.deviceChange.update({
    where: { id: at(change.rows, 1) },
    data: { order: JSON.parse(JSON.stringify(own)) as object },
  });
  return change;
}

const devices = () =>
  db.database.prisma.device.findMany({
    where: { serviceProviderId: fleet.jasper },
    orderBy: { iccid: 'asc' },
    include: { deviceTenants: true, carrierRatePlan: true },
  });

describe('a row with an order of its own', () => {
  it('is claimed with it, the others without', async () => {
    const own = statusOrder('deactivated');
    const change = await stored(statusOrder('suspended'), own);

    const claims = await claimDeviceChanges(
      db.database.pool,
      change.rows.map((deviceChangeId) => ({ deviceChangeId, counts: true })),
    );

    const orders = change.rows.map((id) => {
      const claim = claims.get(id);
      return claim === 'held' ? claim : claim?.order;
    });
    expect(orders).toEqual([null, own]);
  });

  it('is loaded with it', async () => {
    const own = statusOrder('deactivated');
    const change = await stored(statusOrder('suspended'), own);

    const range = { firstRow: 1, lastRow: 2 };
    const loaded = await loadBatch(db.database.pool, change.id, range, { now: null, onlyPending: false });

    expect(loaded.map(({ order }) => order)).toEqual([null, own]);
  });

  it('gets its own status', async () => {
    const change = await stored(statusOrder('suspended'), statusOrder('deactivated'));

    await recordOutcomes(
      db.database.pool,
      change.rows.map((row) => processed(row)),
    );

    expect((await devices()).map(({ status }) => status)).toEqual(['suspended', 'deactivated']);
    await expectCountsOfRows(db.database, change.id);
  });

  it('gets its own carrier rate plan', async () => {
    const plans = await db.database.prisma.carrierRatePlan.findMany({
      where: { serviceProviderId: fleet.jasper, code: { in: ['LARGE', 'TYPED'] } },
      orderBy: { code: 'asc' },
    });
    const change = await stored(carrierPlanOrder(at(plans, 0).id), carrierPlanOrder(at(plans, 1).id));

    await recordOutcomes(
      db.database.pool,
      change.rows.map((row) => processed(row)),
    );

    expect((await devices()).map(({ carrierRatePlan }) => carrierRatePlan?.code)).toEqual(['LARGE', 'TYPED']);
  });

  it('gets its own customer rate plan, within the same statement', async () => {
    const change = await stored(
      customerPlanOrder({ dataAllocationMb: 10 }),
      customerPlanOrder({ dataAllocationMb: 20, customerRatePlanId: fleet.customerRatePlanId }),
    );

    await applyCustomerRatePlan(db.database.pool, change.rows, 'Change Customer Rate Plan: Update Device');

    const settings = (await devices()).map(({ deviceTenants: [row] }) => [
      Number(row?.dataAllocationMb),
      row?.customerRatePlanId,
    ]);
    expect(settings).toEqual([
      [10, null],
      [20, fleet.customerRatePlanId],
    ]);
    await expectCountsOfRows(db.database, change.id);
  });

  it('may take a device from every customer', async () => {
    const order = assignmentOrder(fleet);
    const unassigned = { ...order, customerId: null, siteId: null, accountNumber: null };
    const change = await stored(order, unassigned);
    await db.database.prisma.deviceTenant.updateMany({
      where: { tenantId: fleet.tenantId },
      data: { customerId: fleet.customer.id, siteId: fleet.customer.siteId },
    });

    const assignments = change.rows.map((deviceChangeId) => ({ deviceChangeId, line: null }));
    await applyCustomerAssignment(db.database.pool, assignments, 'Assign Customer: Update Device');

    expect(await statusesOf(db.database, change.id)).toEqual(['PROCESSED', 'PROCESSED']);
    const owners = (await devices()).map(({ deviceTenants: [row] }) => row?.customerId);
    expect(owners).toEqual([fleet.customer.id, null]);
    const history = await db.database.prisma.deviceAssignment.findMany({
      where: { bulkChangeId: change.id, deviceChangeId: at(change.rows, 1) },
    });
    expect(history).toMatchObject([{ customerId: null, siteId: null }]);
  });
});
