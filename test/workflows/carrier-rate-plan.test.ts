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

async function plansOf(serviceProviderId: string) {
  const devices = await millpond.database.prisma.device.findMany({
    where: { serviceProviderId },
    include: { carrierRatePlan: true, communicationPlan: true },
    orderBy: { iccid: 'asc' },
  });
  return devices.map((device) => [device.carrierRatePlan?.code, device.communicationPlan?.name ?? null]);
}

function changePlan(scene: Scene, carrierRatePlan: string, commPlan?: string) {
  const plans = { carrierRatePlan, ...(commPlan === undefined ? {} : { commPlan }) };
  return orderFor(scene, 'jasper', { changeType: 'carrierrateplanchange', ...plans }, 2);
}

describe('change carrier rate plan over Jasper', () => {
  it('sets rate plan and communication plan with one call a device', async () => {
    const scene = await setScene(millpond, { jasperDevices: 2 });

    const ended = await millpond.ended(await millpond.submit(changePlan(scene, 'LARGE', 'Data+SMS')));

    expectSettled(ended);
    expect(ended.change.status).toBe('PROCESSED');
    expect((await scene.jasper.effects()).sort()).toEqual([
      ...[1, 2].map((at) => `communicationPlan ${iccid(at)} Data+SMS`),
      ...[1, 2].map((at) => `ratePlan ${iccid(at)} Large`),
    ]);
    expect(await scene.jasper.requests()).toHaveLength(2);
    expect(await plansOf(scene.fleet.jasper)).toEqual([
      ['LARGE', 'Data+SMS'],
      ['LARGE', 'Data+SMS'],
    ]);
    expect(ended.rows[0]).toMatchObject({
      before: { carrierRatePlan: 'SMALL', communicationPlan: 'Data' },
      after: { carrierRatePlan: 'LARGE', communicationPlan: 'Data+SMS' },
    });
    expect(story(ended, ended.rows[0]?.id)).toEqual([
      'Change Carrier Rate Plan: Jasper Change Rate Plan',
      'Change Carrier Rate Plan: Jasper Record Outcome',
    ]);
  });

  it('leaves the communication plan alone when none is named', async () => {
    const scene = await setScene(millpond, { jasperDevices: 2 });

    const ended = await millpond.ended(await millpond.submit(changePlan(scene, 'LARGE')));

    expect(ended.change.status).toBe('PROCESSED');
    expect(await plansOf(scene.fleet.jasper)).toEqual([
      ['LARGE', 'Data'],
      ['LARGE', 'Data'],
    ]);
    expect((await scene.jasper.effects()).sort()).toEqual([1, 2].map((at) => `ratePlan ${iccid(at)} Large`));
  });

  it('keeps the local plan of a device whose change the carrier refuses', async () => {
    const scene = await setScene(millpond, { jasperDevices: 2 });
    await scene.jasper.faults({ when: { device: iccid(2) }, do: 'http', status: 400 });

    const ended = await millpond.ended(await millpond.submit(changePlan(scene, 'LARGE', 'Data+SMS')));

    expectSettled(ended);
    expect(ended.change.status).toBe('ERROR');
    expect(outcomes(ended)).toEqual([
      ['PROCESSED', null],
      ['ERROR', 'carrier.rejected'],
    ]);
    expect(await plansOf(scene.fleet.jasper)).toEqual([
      ['LARGE', 'Data+SMS'],
      ['SMALL', 'Data'],
    ]);
    expect(story(ended, ended.rows[1]?.id)).toEqual([
      '! Change Carrier Rate Plan: Jasper Change Rate Plan',
      '! Change Carrier Rate Plan: Jasper Record Outcome',
    ]);
  });

  it('refuses a SIM that the plan is not for, before any call', async () => {
    const scene = await setScene(millpond, { jasperDevices: 2 });

    const ended = await millpond.read(await millpond.submit(changePlan(scene, 'TYPED')));

    expectSettled(ended);
    expect(outcomes(ended)).toEqual([
      ['ERROR', 'carrier_rate_plan.incompatible'],
      ['ERROR', 'carrier_rate_plan.incompatible'],
    ]);
    expect(await scene.jasper.requests()).toEqual([]);
  });

  it('sends nothing for a plan that was retired between submission and the turn of the device', async () => {
    const scene = await setScene(millpond, { jasperDevices: 2 });
    const order = changePlan(scene, 'LARGE');
    const id = await millpond.submit({ ...order, process: false });
    await millpond.database.prisma.carrierRatePlan.updateMany({
      where: { serviceProviderId: scene.fleet.jasper, code: 'LARGE' },
      data: { retiredAt: new Date() },
    });

    await millpond.process(order.tenantId, id);
    const ended = await millpond.ended(id);

    expect(outcomes(ended)).toEqual(Array(2).fill(['ERROR', 'carrier_rate_plan.retired']));
    expect(await scene.jasper.requests()).toEqual([]);
  });

  it('takes the plan it agreed on, though it is renamed before the run', async () => {
    const scene = await setScene(millpond, { jasperDevices: 2 });
    const order = changePlan(scene, 'LARGE');
    const id = await millpond.submit({ ...order, process: false });
    await millpond.database.prisma.carrierRatePlan.updateMany({
      where: { serviceProviderId: scene.fleet.jasper, code: 'LARGE' },
      data: { name: 'Renamed' },
    });

    await millpond.process(order.tenantId, id);
    const ended = await millpond.ended(id);

    expect(ended.change.status).toBe('PROCESSED');
    expect((await scene.jasper.effects()).sort()).toEqual([1, 2].map((at) => `ratePlan ${iccid(at)} Large`));
  });
});
