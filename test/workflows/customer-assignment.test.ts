import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestedCustomerAssignment } from '../../src/domain/change-request.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { CARRIERS, expectSettled, orderFor, outcomes, setScene, story, type Scene } from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond();
  await millpond.startWorker();
});

afterAll(() => millpond.close());

const ASSIGNMENT: RequestedCustomerAssignment = {
  changeType: 'customerassignment',
  createRevService: false,
  revProducts: [],
  useCarrierActivation: false,
  prorate: false,
};
const REV: RequestedCustomerAssignment = {
  ...ASSIGNMENT,
  revCustomerId: '7001',
  createRevService: true,
  revProducts: [
    { productId: '31', rate: 4.5 },
    { productId: '31', rate: 2 },
  ],
};
const ACTIVATED = '2026-03-01T00:00:00.000Z';

async function assigned(scene: Scene) {
  const { prisma } = millpond.database;
  const { tenantId } = scene.fleet;
  const links = await prisma.deviceTenant.findMany({ where: { tenantId }, include: { device: true } });
  const services = await prisma.revService.findMany({ where: { tenantId }, include: { products: true } });
  const history = await prisma.deviceAssignment.findMany({ where: { tenantId } });
  return { links, services, history };
}

describe('assign customer', () => {
  it.each(CARRIERS)('over %s creates line, products and assignment, once each', async (carrier) => {
    const scene = await setScene(millpond, { [`${carrier}Devices`]: 2 });
    const { customer, customerRatePlanId, customerPoolId } = scene.fleet;
    const change = { ...REV, customerRatePlanId, customerPoolId, useCarrierActivation: true };

    const ended = await millpond.ended(await millpond.submit(orderFor(scene, carrier, change, 2)));

    expectSettled(ended);
    expect(ended.change.status).toBe('PROCESSED');
    const effects = (await scene.revio.effects()).map((effect) => effect.replace(/ 5\d{5}$/, ' a line'));
    expect(effects.sort()).toEqual([
      ...[1, 1, 2, 2].map((at) => `productCreated ${iccid(at)} 31`),
      ...[1, 2].map((at) => `serviceCreated ${iccid(at)} a line`),
    ]);
    expect(await scene[carrier].requests()).toEqual([]);
    const { links, services, history } = await assigned(scene);
    const ours = links.filter((link) => link.device.serviceProviderId === scene.fleet[carrier]);
    for (const link of ours) {
      const service = services.find((each) => each.id === link.revServiceId);
      expect(link).toMatchObject({
        ...{ customerId: customer.id, siteId: customer.siteId, accountNumber: 'A-7001' },
        ...{ customerRatePlanId, customerRatePoolId: customerPoolId },
      });
      expect(service).toMatchObject({
        deviceId: link.deviceId,
        number: link.device.msisdn ?? link.device.iccid,
        disconnectedAt: null,
      });
      expect(service?.activatedAt?.toISOString()).toBe(ACTIVATED);
      expect(service?.products.map((product) => product.rate.toNumber()).sort()).toEqual([2, 4.5]);
    }
    expect(history.map((row) => row.deviceChangeId).sort()).toEqual(ended.rows.map((row) => row.id).sort());
    expect(new Set(history.map((row) => row.effectiveFrom.toISOString()))).toEqual(new Set([ACTIVATED]));
    expect(story(ended, ended.rows[0]?.id)).toEqual([
      'Assign Customer: Create Service',
      'Assign Customer: List Products',
      'Assign Customer: Create Product',
      'Assign Customer: Create Product',
      'Assign Customer: Assign Device',
    ]);
    const periods = await millpond.database.prisma.customerRatePlanPeriod.findMany({
      where: { bulkChangeId: ended.change.id },
    });
    expect(new Set(periods.map((row) => row.customerRatePlanId))).toEqual(new Set([customerRatePlanId]));
  });

  it('orders no products beside a package, which brings its own', async () => {
    const scene = await setScene(millpond, { jasperDevices: 1 });

    const ended = await millpond.ended(
      await millpond.submit(orderFor(scene, 'jasper', { ...REV, revPackageId: '90' }, 1)),
    );

    expect(ended.change.status).toBe('PROCESSED');
    expect(await scene.revio.effects()).toHaveLength(1);
    expect((await assigned(scene)).services).toMatchObject([{ packageId: '90', products: [] }]);
  });

  it.each([
    { way: 'a Rev customer without a new service', names: { revCustomerId: '7001' } },
    { way: 'an AMOP customer', names: {} },
  ])('assigns to $way without a billing call', async ({ names }) => {
    const scene = await setScene(millpond, { pondDevices: 2 });
    const { customer } = scene.fleet;
    const change = { ...ASSIGNMENT, ...('revCustomerId' in names ? names : { customerId: customer.id }) };

    const ended = await millpond.ended(await millpond.submit(orderFor(scene, 'pond', change, 2)));

    expectSettled(ended);
    expect(ended.change.status).toBe('PROCESSED');
    expect(await scene.revio.requests()).toEqual([]);
    const { links, services, history } = await assigned(scene);
    expect(services).toEqual([]);
    expect(links).toMatchObject(Array(2).fill({ customerId: customer.id, siteId: customer.siteId }));
    expect(history).toHaveLength(2);
    expect(story(ended, ended.rows[0]?.id)).toEqual(['Assign Customer: Update Device']);
  });

  it('refuses a second line at the same customer, and a device whose line elsewhere is active', async () => {
    const scene = await setScene(millpond, { jasperDevices: 2 });
    await millpond.ended(await millpond.submit(orderFor(scene, 'jasper', REV, 1)));
    const { prisma } = millpond.database;
    const other = await prisma.customer.create({
      data: { tenantId: scene.fleet.tenantId, name: 'Other', revCustomerId: '7002' },
    });
    await prisma.site.create({
      data: { tenantId: scene.fleet.tenantId, customerId: other.id, name: 'South' },
    });

    const again = await millpond.ended(await millpond.submit(orderFor(scene, 'jasper', REV, 2)));
    const elsewhere = await millpond.read(
      await millpond.submit(orderFor(scene, 'jasper', { ...ASSIGNMENT, revCustomerId: '7002' }, 1)),
    );

    expect(outcomes(again)).toEqual([
      ['ERROR', 'rev_service.already_connected'],
      ['PROCESSED', null],
    ]);
    expect(outcomes(elsewhere)).toEqual([['ERROR', 'rev_service.active_elsewhere']]);
    expect(await prisma.revService.count({ where: { tenantId: scene.fleet.tenantId } })).toBe(2);
    expect(await prisma.deviceTenant.count({ where: { customerId: other.id } })).toBe(0);
  });

  it.each([
    { fault: 'a lost answer', rule: { do: 'applyThenDrop' } },
    { fault: 'an error after the effect', rule: { do: 'applyThenHttp', status: 500 } },
    { fault: 'a wait told in a sentence', rule: { do: 'http', status: 429, retryAfterSeconds: 1 } },
  ])('charges nothing twice after $fault, at the line and at each product', async ({ rule }) => {
    const scene = await setScene(millpond, { jasperDevices: 1 });
    await scene.revio.faults(
      { when: { operation: 'createService' }, ...rule, times: 1 },
      { when: { operation: 'createProduct', nth: 2 }, ...rule, times: 1 },
    );

    const ended = await millpond.ended(await millpond.submit(orderFor(scene, 'jasper', REV, 1)));

    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    const kinds = (await scene.revio.effects()).map((effect) => effect.split(' ')[0]);
    expect(kinds.sort()).toEqual(['productCreated', 'productCreated', 'serviceCreated']);
    expect((await assigned(scene)).services[0]?.products).toHaveLength(2);
  });

  it('shows a line without all of its products as half applied, and a retry completes that very line', async () => {
    const scene = await setScene(millpond, { jasperDevices: 1 });
    await scene.revio.faults({ when: { operation: 'createProduct', nth: 2 }, do: 'rejectItem' });
    const order = orderFor(scene, 'jasper', REV, 1);
    const id = await millpond.submit(order);
    const failed = await millpond.ended(id);

    expect(outcomes(failed)).toEqual([['ERROR', 'billing.half_applied']]);
    expect(failed.rows[0]?.errorMessage).toMatch(/Rev service \d+ exists/);

    await scene.revio.faults();
    await millpond.retry(order.tenantId, id, { errorCode: 'billing.half_applied' });
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    const kinds = (await scene.revio.effects()).map((effect) => effect.split(' ')[0]);
    expect(kinds.sort()).toEqual(['productCreated', 'productCreated', 'serviceCreated']);
    expect((await assigned(scene)).services[0]?.products).toHaveLength(2);
  });
});
