import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyCustomerRatePlan } from '../../src/db/bulk/apply-customer-rate-plan.ts';
import { recordOutcomes } from '../../src/db/bulk/record-outcomes.ts';
import type { ChangeOrder } from '../../src/domain/change-order.ts';
import { at, openFleetDatabase, type FleetDatabase } from './fleet-database.ts';
import { customerPlanOrder, statusOrder } from './orders.ts';
import { processed } from './processed-outcome.ts';
import { storeChange } from './stored-change.ts';

let db: FleetDatabase;

beforeAll(async () => {
  db = await openFleetDatabase();
});

afterAll(() => db.close());

/** A row whose image was sealed with the plan. */
async function sealed(order: ChangeOrder, before: object, more: object = {}) {
  const fleet = await db.newFleet({ jasperDevices: 1, status: 'active' });
  const device = at(fleet.jasperDevices, 0);
  const change = await storeChange(db.database, { fleet, order, rows: [{ device, status: 'PROCESSING' }] });
  const id = at(change.rows, 0);
  await db.database.prisma.deviceChange.update({ where: { id }, data: { before, ...more } });
  return { fleet, device, id };
}

const record = (id: string) => recordOutcomes(db.database.pool, [processed(id)]);

const imageOf = async (id: string) =>
  (await db.database.prisma.deviceChange.findUniqueOrThrow({ where: { id } })).before;

describe('what a device had before a change', () => {
  it('is what it had when its turn came, not when the plan was sealed', async () => {
    const { id } = await sealed(statusOrder('suspended'), { status: 'inventory', carrierRatePlan: 'OLD' });
    await record(id);
    expect(await imageOf(id)).toEqual({ status: 'active', carrierRatePlan: 'SMALL' });
  });

  it('is what was sealed where an earlier run may have changed the device already', async () => {
    const image = { status: 'inventory' };
    const { id } = await sealed(statusOrder('suspended'), image, { reopenedAt: new Date() });
    await record(id);
    expect(await imageOf(id)).toEqual(image);
  });

  it('keeps what only the carrier knows', async () => {
    const packages = [{ id: 7 }];
    const { id } = await sealed(statusOrder('suspended'), { status: 'inventory', packages });
    await record(id);
    expect(await imageOf(id)).toEqual({ status: 'active', packages });
  });

  it('is read afresh by a change that the database alone makes, too', async () => {
    const order = customerPlanOrder({ dataAllocationMb: 5 });
    const { fleet, device, id } = await sealed(order, { customerDataAllocationMB: null });
    await db.database.prisma.deviceTenant.update({
      where: { tenantId_deviceId: { tenantId: fleet.tenantId, deviceId: device.id } },
      data: { dataAllocationMb: 2.5 },
    });
    await applyCustomerRatePlan(db.database.pool, [id], 'Update Device');
    expect(await imageOf(id)).toEqual({ customerDataAllocationMB: 2.5 });
  });
});
