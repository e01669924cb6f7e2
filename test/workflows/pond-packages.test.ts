import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bulkChangeWorkflowId,
  deviceBatchWorkflowId,
  deviceWorkflowId,
} from '../../src/domain/workflow-id.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import {
  eventually,
  expectSettled,
  orderFor,
  outcomes,
  setScene,
  story,
  type Scene,
  type SceneOptions,
} from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond();
  await millpond.startWorker();
});

afterAll(() => millpond.close());

const ORDERS = ['terminate_first', 'create_first'] as const;
type Order = (typeof ORDERS)[number];

const FORMER = 'former-1';
const REFUSED = { do: 'http', status: 400 };

function sim(packageChangeOrder: Order, options: SceneOptions = {}): Promise<Scene> {
  return setScene(millpond, { pondDevices: 1, pondSettings: { packageChangeOrder }, ...options });
}

async function changePackage(scene: Scene) {
  const change = { changeType: 'carrierrateplanchange', carrierRatePlan: 'P10' } as const;
  const ended = await millpond.ended(await millpond.submit(orderFor(scene, 'pond', change, 1)));
  expectSettled(ended);
  return ended;
}

interface CarrierSim {
  readonly packages: readonly {
    readonly packageId: string;
    readonly packageTypeId: number;
    readonly status: string;
  }[];
}

/** The packages that the carrier has and charges for, as `type status`. */
async function alive({ pond }: Scene): Promise<string[]> {
  const { packages } = (await pond.admin('GET', `devices/${iccid(1)}`)).json as CarrierSim;
  return packages
    .filter((each) => each.status !== 'TERMINATED')
    .map((each) => `${String(each.packageTypeId)} ${each.status}`)
    .sort();
}

/** What happened at the carrier, in order; a new package has no name that is known before. */
async function happened({ pond }: Scene): Promise<string[]> {
  return (await pond.effects()).map((effect) =>
    effect.replace(` ${iccid(1)}`, '').replace(/[0-9a-f-]{36}/, 'new'),
  );
}

async function localPlan({ fleet }: Scene): Promise<string | undefined> {
  const device = await millpond.database.prisma.device.findFirstOrThrow({
    where: { serviceProviderId: fleet.pond },
    include: { carrierRatePlan: true },
  });
  return device.carrierRatePlan?.code;
}

const WRITES = ['addPackage', 'setPackageStatus'];

async function writes({ pond }: Scene): Promise<number> {
  return (await pond.requests()).filter((each) => WRITES.includes(String(each['operation']))).length;
}

describe.each(ORDERS)('change of a POND package, %s', (order) => {
  it('puts the new plan in the place of the former one, and logs each step', async () => {
    const scene = await sim(order);

    const ended = await changePackage(scene);

    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    const terminated = [`packageStatus ${FORMER}:TERMINATED`];
    const added = ['packageAdded 4712', 'packageStatus new:ACTIVE'];
    expect(await happened(scene)).toEqual(
      order === 'terminate_first' ? [...terminated, ...added] : [...added, ...terminated],
    );
    expect(await alive(scene)).toEqual(['4712 ACTIVE']);
    expect(await localPlan(scene)).toBe('P10');
    const steps = ['Add Package', 'Activate Package'];
    const inOrder =
      order === 'terminate_first' ? ['Terminate Package', ...steps] : [...steps, 'Terminate Package'];
    expect(story(ended, ended.rows[0]?.id)).toEqual(
      ['List Packages', ...inOrder, 'Record Outcome'].map((step) => `Change Carrier Rate Plan: POND ${step}`),
    );
  });

  it('terminates every active package of a SIM that has two', async () => {
    const packages = [
      { packageTypeId: 4711 },
      { packageTypeId: 4711 },
      { packageTypeId: 4711, status: 'TERMINATED' },
    ];
    const scene = await sim(order, { packages });

    const ended = await changePackage(scene);

    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    expect(await alive(scene)).toEqual(['4712 ACTIVE']);
  });

  it('adds the first package of a SIM that has none', async () => {
    const scene = await sim(order, { packages: [] });

    const ended = await changePackage(scene);

    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    expect(await happened(scene)).toEqual(['packageAdded 4712', 'packageStatus new:ACTIVE']);
  });

  it('writes nothing for a SIM that has exactly the wanted plan', async () => {
    const scene = await sim(order, { packages: [{ packageTypeId: 4712 }] });

    const ended = await changePackage(scene);

    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    expect(await writes(scene)).toBe(0);
    expect(await localPlan(scene)).toBe('P10');
  });

  it('compensates when the new package is refused: the former plan is in place, the change has failed', async () => {
    const scene = await sim(order);
    await scene.pond.faults({ when: { operation: 'addPackage' }, ...REFUSED, times: 1 });

    const ended = await changePackage(scene);

    expect(outcomes(ended)).toEqual([['ERROR', 'pond.package_change_failed']]);
    expect(ended.rows[0]?.errorMessage).toMatch(/carrier\.rejected.*in place again/);
    expect(await alive(scene)).toEqual(['4711 ACTIVE']);
    expect(await localPlan(scene)).toBe('P5');
  });

  it('compensates when the activation is refused: nothing of the new plan stays behind', async () => {
    const scene = await sim(order);
    const nth = order === 'terminate_first' ? 2 : 1;
    await scene.pond.faults({ when: { operation: 'setPackageStatus', nth }, ...REFUSED });

    const ended = await changePackage(scene);

    expect(outcomes(ended)).toEqual([['ERROR', 'pond.package_change_failed']]);
    expect(await alive(scene)).toEqual(['4711 ACTIVE']);
    expect(await localPlan(scene)).toBe('P5');
  });

  it('compensates when the termination is refused: one plan, the former one', async () => {
    const scene = await sim(order);
    const nth = order === 'terminate_first' ? 1 : 2;
    await scene.pond.faults({ when: { operation: 'setPackageStatus', nth }, ...REFUSED });

    const ended = await changePackage(scene);

    expect(outcomes(ended)).toEqual([['ERROR', 'pond.package_change_failed']]);
    expect(await alive(scene)).toEqual(['4711 ACTIVE']);
    expect(await localPlan(scene)).toBe('P5');
  });

  it('puts back each of two former packages', async () => {
    const scene = await sim(order, { packages: [{ packageTypeId: 4711 }, { packageTypeId: 4711 }] });
    const nth = order === 'terminate_first' ? 3 : 1;
    await scene.pond.faults({ when: { operation: 'setPackageStatus', nth }, ...REFUSED });

    const ended = await changePackage(scene);

    expect(outcomes(ended)).toEqual([['ERROR', 'pond.package_change_failed']]);
    expect(await alive(scene)).toEqual(['4711 ACTIVE', '4711 ACTIVE']);
  });

  it('says what exists at the carrier when the compensation fails as well', async () => {
    const scene = await sim(order);
    const nth = order === 'terminate_first' ? 2 : 1;
    await scene.pond.faults(
      { when: { operation: 'setPackageStatus', nth }, ...REFUSED },
      { when: { operation: 'setPackageStatus', nth: nth + 1 }, ...REFUSED },
    );

    const ended = await changePackage(scene);

    expect(outcomes(ended)).toEqual([['ERROR', 'pond.half_applied']]);
    expect(ended.rows[0]).toMatchObject({ errorClass: 'BUSINESS' });
    expect(ended.rows[0]?.errorMessage).toContain('The compensation failed as well');
    const packages = order === 'terminate_first' ? ['4712 NOT_ACTIVE'] : ['4711 ACTIVE', '4712 NOT_ACTIVE'];
    expect(await alive(scene)).toEqual(packages);
    for (const each of packages) expect(ended.rows[0]?.errorMessage).toContain(each);
  });

  it('is completed by a retry that takes up what was left half-applied, without a second package', async () => {
    const scene = await sim(order);
    const nth = order === 'terminate_first' ? 2 : 1;
    await scene.pond.faults(
      { when: { operation: 'setPackageStatus', nth }, ...REFUSED },
      { when: { operation: 'setPackageStatus', nth: nth + 1 }, ...REFUSED },
    );
    const half = await changePackage(scene);
    await scene.pond.faults();

    await millpond.retry(scene.fleet.tenantId, half.change.id);
    const ended = await millpond.ended(half.change.id);

    expectSettled(ended);
    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    expect(await alive(scene)).toEqual(['4712 ACTIVE']);
    expect((await happened(scene)).filter((effect) => effect === 'packageAdded 4712')).toHaveLength(1);
  });

  it.each(['applyThenDrop', 'applyThenHttp', 'reset'])(
    'adds exactly one package when the answer to addPackage is %s',
    async (fault) => {
      const scene = await sim(order);
      await scene.pond.faults({ when: { operation: 'addPackage' }, do: fault, times: 1 });

      const ended = await changePackage(scene);

      expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
      expect((await happened(scene)).filter((effect) => effect === 'packageAdded 4712')).toHaveLength(1);
      expect(await alive(scene)).toEqual(['4712 ACTIVE']);
    },
  );

  it('repeats after a failure without a second package, and ends well', async () => {
    const scene = await sim(order);
    await scene.pond.faults({ when: { operation: 'addPackage' }, ...REFUSED, times: 1 });
    const failed = await changePackage(scene);

    await millpond.retry(scene.fleet.tenantId, failed.change.id);
    const ended = await millpond.ended(failed.change.id);

    expectSettled(ended);
    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    expect(await alive(scene)).toEqual(['4712 ACTIVE']);
    expect(await localPlan(scene)).toBe('P10');
  });
});

/** Ends the run of a change and of its only device, as a loss of everything that had begun does. */
async function loseRun(scene: Scene, id: string): Promise<void> {
  const device = deviceWorkflowId(scene.fleet.pond, iccid(1));
  for (const each of [bulkChangeWorkflowId(id), deviceBatchWorkflowId(id, 1), device]) {
    await millpond.client.workflow
      .getHandle(each)
      .terminate('a test of what is left behind')
      .catch(() => undefined);
  }
}

it('a package that a lost run had added is found by the next one, even when that has to begin twice', async () => {
  const scene = await sim('create_first');
  await scene.pond.faults({ when: { operation: 'setPackageStatus' }, do: 'http', status: 503 });
  const change = { changeType: 'carrierrateplanchange', carrierRatePlan: 'P10' } as const;
  const id = await millpond.submit(orderFor(scene, 'pond', change, 1));
  await eventually(() => happened(scene)).toEqual(['packageAdded 4712']);
  await eventually(() => writes(scene)).toBeGreaterThan(1);
  await loseRun(scene, id);
  await scene.pond.faults({
    when: { operation: 'listPackages' },
    ...{ do: 'http', status: 429, retryAfterSeconds: 0.05, times: 1 },
  });

  await millpond.starter.restart(scene.fleet.tenantId, id);
  const ended = await millpond.ended(id);

  expectSettled(ended);
  expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
  expect((await happened(scene)).filter((effect) => effect === 'packageAdded 4712')).toHaveLength(1);
  expect(await alive(scene)).toEqual(['4712 ACTIVE']);
});
