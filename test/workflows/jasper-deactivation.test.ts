import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iccid } from '../simulators/running-simulators.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { expectSettled, orderFor, outcomes, setScene, story, type Scene } from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond();
  await millpond.startWorker();
});

afterAll(() => millpond.close());

async function deactivate(scene: Scene, count: number) {
  const change = { changeType: 'statusupdate', targetStatus: 'deactivated' } as const;
  const ended = await millpond.ended(await millpond.submit(orderFor(scene, 'jasper', change, count)));
  expectSettled(ended);
  return ended;
}

async function devices({ fleet }: Scene) {
  const rows = await millpond.database.prisma.device.findMany({
    where: { serviceProviderId: fleet.jasper },
    include: { carrierRatePlan: true },
    orderBy: { iccid: 'asc' },
  });
  return rows.map((row) => [row.status, row.carrierRatePlan?.code, row.deactivatedAt !== null]);
}

function setPlan(
  scene: Scene,
  code: string,
  data: { includedMb?: number; baseRate?: number; retiredAt?: Date },
) {
  const where = { serviceProviderId: scene.fleet.jasper, code };
  return millpond.database.prisma.carrierRatePlan.updateMany({ where, data });
}

describe('deactivate over Jasper', () => {
  it('moves the device to the cheapest plan that covers its usage first, then deactivates it', async () => {
    const scene = await setScene(millpond, { jasperDevices: 2 });

    const ended = await deactivate(scene, 2);

    expect(ended.change.status).toBe('PROCESSED');
    for (const at of [1, 2]) {
      const ofDevice = (await scene.jasper.effects()).filter((effect) => effect.includes(iccid(at)));
      expect(ofDevice).toEqual([`ratePlan ${iccid(at)} Large`, `status ${iccid(at)} DEACTIVATED`]);
    }
    expect(await devices(scene)).toEqual(Array(2).fill(['deactivated', 'LARGE', true]));
    expect(story(ended, ended.rows[0]?.id)).toEqual([
      'Update Device Status: Jasper Change Rate Plan',
      'Update Device Status: Jasper Set Status',
      'Update Device Status: Jasper Record Outcome',
    ]);
    expect(ended.rows[0]?.after).toEqual({ status: 'deactivated', carrierRatePlan: 'LARGE' });
  });

  it('makes no move for a device that is on the cheapest covering plan, or has no communication plan', async () => {
    const scene = await setScene(millpond, { jasperDevices: 2 });
    const { prisma } = millpond.database;
    const large = await prisma.carrierRatePlan.findFirstOrThrow({
      where: { serviceProviderId: scene.fleet.jasper, code: 'LARGE' },
    });
    const where = (at: number) => ({ serviceProviderId: scene.fleet.jasper, iccid: iccid(at) });
    await prisma.device.updateMany({ where: where(1), data: { carrierRatePlanId: large.id } });
    await prisma.device.updateMany({ where: where(2), data: { communicationPlanId: null } });

    const ended = await deactivate(scene, 2);

    expect(ended.change.status).toBe('PROCESSED');
    expect((await scene.jasper.effects()).sort()).toEqual(
      [1, 2].map((at) => `status ${iccid(at)} DEACTIVATED`),
    );
    expect(await devices(scene)).toEqual([
      ['deactivated', 'LARGE', true],
      ['deactivated', 'SMALL', true],
    ]);
  });

  it('takes the largest plan when none covers the usage', async () => {
    const scene = await setScene(millpond, { jasperDevices: 1 });
    const { prisma } = millpond.database;
    await setPlan(scene, 'SMALL', { includedMb: 2, baseRate: 0.1 });
    await prisma.device.updateMany({
      where: { serviceProviderId: scene.fleet.jasper },
      data: { usageMb: 500 },
    });

    await deactivate(scene, 1);

    expect(await scene.jasper.effects()).toEqual([
      `ratePlan ${iccid(1)} Large`,
      `status ${iccid(1)} DEACTIVATED`,
    ]);
  });

  it('does not touch the status when the plan move is refused', async () => {
    const scene = await setScene(millpond, { jasperDevices: 2 });
    await scene.jasper.faults({ when: { device: iccid(2) }, do: 'http', status: 400 });

    const ended = await deactivate(scene, 2);

    expect(outcomes(ended)).toEqual([
      ['PROCESSED', null],
      ['ERROR', 'jasper.plan_move_failed'],
    ]);
    expect(ended.rows[1]).toMatchObject({ errorClass: 'BUSINESS' });
    expect((await scene.jasper.effects()).filter((effect) => effect.includes(iccid(2)))).toEqual([]);
    expect(await devices(scene)).toEqual([
      ['deactivated', 'LARGE', true],
      ['active', 'SMALL', false],
    ]);
  });

  it('follows the carrier with the local plan when the move went well and the status was refused', async () => {
    const scene = await setScene(millpond, { jasperDevices: 1 });
    await scene.jasper.faults({ when: { operation: 'editDevice', nth: 2 }, do: 'http', status: 400 });

    const ended = await deactivate(scene, 1);

    expect(outcomes(ended)).toEqual([['ERROR', 'carrier.rejected']]);
    expect(await scene.jasper.effects()).toEqual([`ratePlan ${iccid(1)} Large`]);
    expect(await devices(scene)).toEqual([['active', 'LARGE', false]]);
  });

  it('ends in ERROR without any call when the provider has no plan to move to', async () => {
    const scene = await setScene(millpond, { jasperDevices: 1 });
    for (const code of ['SMALL', 'LARGE']) await setPlan(scene, code, { retiredAt: new Date() });

    const ended = await deactivate(scene, 1);

    expect(outcomes(ended)).toEqual([['ERROR', 'jasper.no_deactivation_plan']]);
    expect(await scene.jasper.requests()).toEqual([]);
  });

  it.each([1, 2])('does neither step twice when the answer to call %i is lost', async (nth) => {
    const scene = await setScene(millpond, { jasperDevices: 1 });
    await scene.jasper.faults({ when: { operation: 'editDevice', nth }, do: 'applyThenDrop' });

    const ended = await deactivate(scene, 1);

    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    expect(await scene.jasper.effects()).toEqual([
      `ratePlan ${iccid(1)} Large`,
      `status ${iccid(1)} DEACTIVATED`,
    ]);
    const edits = (await scene.jasper.requests()).filter((request) => request['operation'] === 'editDevice');
    expect(edits).toHaveLength(2);
    expect(await devices(scene)).toEqual([['deactivated', 'LARGE', true]]);
  });
});
