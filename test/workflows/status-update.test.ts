import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iccid } from '../simulators/running-simulators.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { expectSettled, orderFor, outcomes, setScene, story } from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond();
  await millpond.startWorker();
});

afterAll(() => millpond.close());

const LONG_AGO = new Date('2026-03-01T00:00:00Z');

const MOVES = [
  { carrier: 'jasper', from: 'inventory', to: 'active', effect: 'ACTIVATED', dated: ['lastActivatedAt'] },
  { carrier: 'jasper', from: 'active', to: 'suspended', effect: 'DEACTIVATED', dated: [] },
  { carrier: 'jasper', from: 'suspended', to: 'active', effect: 'ACTIVATED', dated: ['lastActivatedAt'] },
  { carrier: 'jasper', from: 'inventory', to: 'pending_activation', effect: 'ACTIVATION_READY', dated: [] },
  { carrier: 'jasper', from: 'active', to: 'retired', effect: 'RETIRED', dated: [] },
  { carrier: 'pond', from: 'active', to: 'suspended', effect: 'DISABLED', dated: [] },
  { carrier: 'pond', from: 'active', to: 'deactivated', effect: 'DISABLED', dated: ['deactivatedAt'] },
  { carrier: 'pond', from: 'suspended', to: 'active', effect: 'ENABLED', dated: ['lastActivatedAt'] },
  { carrier: 'pond', from: 'inventory', to: 'active', effect: 'ENABLED', dated: ['lastActivatedAt'] },
] as const;

const TITLES = { jasper: 'Jasper', pond: 'POND' } as const;

describe('update device status', () => {
  it.each(MOVES)('over $carrier from $from to $to reaches carrier, database and log alike', async (move) => {
    const { carrier, from, to, effect } = move;
    const scene = await setScene(millpond, { jasperDevices: 2, pondDevices: 2, status: from });
    const order = orderFor(scene, carrier, { changeType: 'statusupdate', targetStatus: to }, 2);
    const before = new Date();

    const ended = await millpond.ended(await millpond.submit(order));

    expectSettled(ended);
    expect(ended.change.status).toBe('PROCESSED');
    expect((await scene[carrier].effects()).sort()).toEqual(
      order.iccids.map((each) => `status ${each} ${effect}`),
    );
    for (const row of ended.rows) {
      expect(row).toMatchObject({ before: { status: from }, after: { status: to }, attempts: 1 });
      expect(story(ended, row.id)).toEqual([
        `Update Device Status: ${TITLES[carrier]} Set Status`,
        `Update Device Status: ${TITLES[carrier]} Record Outcome`,
      ]);
    }
    const devices = await millpond.database.prisma.device.findMany({
      where: { serviceProviderId: order.serviceProviderId },
    });
    for (const device of devices) {
      expect(device.status).toBe(to);
      expect(device.lastStatusChangeAt?.getTime()).toBeGreaterThanOrEqual(before.getTime() - 1_000);
      const isNew = (date: Date | null) => date !== null && date.getTime() > LONG_AGO.getTime();
      const dated = (['lastActivatedAt', 'deactivatedAt'] as const).filter((name) => isNew(device[name]));
      expect(dated).toEqual(move.dated);
    }
  });

  it('gives every row its own outcome: unknown, archived, foreign and impossible devices do not touch the others', async () => {
    const scene = await setScene(millpond, { jasperDevices: 4 });
    const { prisma } = millpond.database;
    const where = (at: number) => ({ serviceProviderId: scene.fleet.jasper, iccid: iccid(at) });
    await prisma.device.updateMany({ where: where(2), data: { archivedAt: new Date() } });
    await prisma.device.updateMany({ where: where(3), data: { status: 'inventory' } });
    const order = orderFor(scene, 'jasper', { changeType: 'statusupdate', targetStatus: 'suspended' }, 4);

    const id = await millpond.submit({ ...order, iccids: [...order.iccids, iccid(99), iccid(1)] });
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change.status).toBe('ERROR');
    expect(outcomes(ended)).toEqual([
      ['PROCESSED', null],
      ['ERROR', 'device.archived'],
      ['ERROR', 'status.transition_not_allowed'],
      ['PROCESSED', null],
      ['ERROR', 'device.not_found'],
    ]);
    expect((await scene.jasper.effects()).sort()).toEqual(
      [1, 4].map((at) => `status ${iccid(at)} DEACTIVATED`),
    );
    for (const row of ended.rows.filter((each) => each.status === 'ERROR')) {
      expect(story(ended, row.id)).toEqual(['! Update Device Status: Jasper Validate Device']);
    }
  });

  it('judges a device again when its turn comes: what changed since the plan was sealed is not overrun', async () => {
    const scene = await setScene(millpond, { jasperDevices: 3 });
    const { prisma } = millpond.database;
    const order = orderFor(scene, 'jasper', { changeType: 'statusupdate', targetStatus: 'suspended' }, 3);
    const id = await millpond.submit({ ...order, process: false });
    const where = (at: number) => ({ serviceProviderId: scene.fleet.jasper, iccid: iccid(at) });
    await prisma.device.updateMany({ where: where(1), data: { archivedAt: new Date() } });
    const second = await prisma.device.findFirstOrThrow({ where: where(2) });
    await prisma.deviceTenant.deleteMany({ where: { deviceId: second.id } });

    await millpond.process(order.tenantId, id);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(outcomes(ended)).toEqual([
      ['ERROR', 'device.archived'],
      ['ERROR', 'device.stale'],
      ['PROCESSED', null],
    ]);
    expect(await scene.jasper.effects()).toEqual([`status ${iccid(3)} DEACTIVATED`]);
  });

  it('associates a Rev customer once the status is set, with its history', async () => {
    const scene = await setScene(millpond, { pondDevices: 2, status: 'inventory' });
    const { fleet } = scene;
    await scene.pond.faults({ when: { device: iccid(2), operation: 'setStatus' }, do: 'rejectItem' });
    const change = { changeType: 'statusupdate', targetStatus: 'active', revCustomerId: '7001' } as const;

    const ended = await millpond.ended(await millpond.submit(orderFor(scene, 'pond', change, 2)));

    expect(outcomes(ended)).toEqual([
      ['PROCESSED', null],
      ['ERROR', 'carrier.rejected'],
    ]);
    const { prisma } = millpond.database;
    const links = await prisma.deviceTenant.findMany({
      where: { tenantId: fleet.tenantId },
      include: { device: true },
      orderBy: { device: { iccid: 'asc' } },
    });
    expect(links.map((link) => [link.customerId, link.siteId, link.accountNumber])).toEqual([
      [fleet.customer.id, fleet.customer.siteId, 'A-7001'],
      [null, null, null],
    ]);
    const assignments = await prisma.deviceAssignment.findMany({ where: { bulkChangeId: ended.change.id } });
    expect(assignments).toMatchObject([
      { deviceChangeId: ended.rows[0]?.id, customerId: fleet.customer.id, siteId: fleet.customer.siteId },
    ]);
  });

  it('leaves a device that has the status already without a change of its dates', async () => {
    const scene = await setScene(millpond, { jasperDevices: 1 });
    const order = orderFor(scene, 'jasper', { changeType: 'statusupdate', targetStatus: 'active' }, 1);

    const ended = await millpond.ended(await millpond.submit(order));

    expect(ended.change.status).toBe('PROCESSED');
    expect(await scene.jasper.effects()).toEqual([]);
    const device = await millpond.database.prisma.device.findFirstOrThrow({
      where: { serviceProviderId: scene.fleet.jasper },
    });
    expect([device.lastActivatedAt, device.lastStatusChangeAt]).toEqual([LONG_AGO, null]);
  });
});
