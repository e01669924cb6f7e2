import { iccid, type Sandbox } from '../simulators/running-simulators.ts';
import type { ApiBeside } from '../support/api-beside.ts';
import type { Millpond } from '../support/millpond.ts';
import { orderFor, setScene, type Scene } from '../workflows/scene.ts';
import { rulesOf, type MatrixCase } from './matrix-cases.ts';
import { observe, type Observed, type Seat } from './observe.ts';
import { ownProvider } from './own-provider.ts';
import { ownSimulator } from './own-simulator.ts';

/** What became of a case: after its change, and after the retry without faults, when there had to be one. */
export interface Evidence {
  readonly first: Observed;
  readonly retried: Observed | null;
}

/** What runs at once in one scene: cases of one scenario, each with a device of its own. */
export type Table = readonly MatrixCase[];

/** The scenes that a scenario needs. */
export function tablesOf(cases: readonly MatrixCase[]): Table[] {
  const called = cases.filter(({ place }) => place === 'callbacks');
  return [cases.filter((one) => !called.includes(one)), called].filter((table) => table.length > 0);
}

/** Runs a table: the changes under their faults, then a retry of what was not processed without them. */
export async function runTable(
  millpond: Millpond,
  api: ApiBeside,
  table: Table,
): Promise<Map<MatrixCase, Evidence>> {
  const [{ scenario, place } = {}] = table;
  if (scenario === undefined) return new Map();
  const scene = await setScene(millpond, {
    ...{ ...scenario.options, status: scenario.status },
    [`${scenario.carrier}Devices`]: table.length,
  });
  const changes: Submitted[] = [];
  try {
    if (place === 'callbacks') await api.receiveCallbacks(scene.fleet, scene.thingspace);
    changes.push(...(await seatAll(millpond, scene, table)));
    const simulators = [...new Set(changes.map(({ outside }) => outside))];
    const found = await Promise.all(
      simulators.map((at) =>
        runChanges(
          millpond,
          scene.fleet.tenantId,
          changes.filter(({ outside }) => outside === at),
        ),
      ),
    );
    return new Map(found.flatMap((some) => [...some]));
  } finally {
    const { jasper, pond, thingspace, telegence, revio } = scene;
    const all = [jasper, pond, thingspace, telegence, revio, ...changes.map(({ outside }) => outside)];
    await Promise.all(all.map(({ simulator }) => simulator.close()));
  }
}

interface Submitted {
  readonly outside: Sandbox;
  readonly id: string;
  /** In the order of the rows, each with the number of its device. */
  readonly cases: readonly { readonly one: MatrixCase; readonly at: number }[];
}

/** One change for those who share a service provider, and one for each of the others; first the faults, then the changes. */
async function seatAll(millpond: Millpond, scene: Scene, table: Table): Promise<Submitted[]> {
  const seated = table.map((one, index) => ({ one, at: index + 1 }));
  const sharing = seated.filter(({ one }) => isSharing(one));
  const groups = [sharing, ...seated.filter(({ one }) => !isSharing(one)).map((seat) => [seat])];
  const atScene = seated.filter(({ one }) => one.place !== 'simulator');
  const [{ scenario } = {}] = table;
  if (scenario === undefined) return [];
  await scene[scenario.at].faults(...atScene.flatMap(({ one, at }) => rulesOf(one, iccid(at))));
  const changes: Submitted[] = [];
  for (const cases of groups) changes.push(...(await submitGroup(millpond, scene, cases)));
  return changes;
}

function isSharing({ place }: MatrixCase): boolean {
  return place === 'together' || place === 'callbacks';
}

async function submitGroup(
  millpond: Millpond,
  scene: Scene,
  cases: Submitted['cases'],
): Promise<Submitted[]> {
  const [head] = cases;
  if (head === undefined) return [];
  const { scenario, place, stays } = head.one;
  const iccids = cases.map(({ at }) => iccid(at));
  const device = iccid(head.at);
  let outside: Sandbox = scene[scenario.at];
  let serviceProviderId = scene.fleet[scenario.carrier];
  if (place === 'simulator') {
    outside = await ownSimulator(scene, scenario.at, device);
    await outside.faults(...rulesOf(head.one, device));
  }
  if (!isSharing(head.one)) {
    const { url } = outside.simulator;
    const settings = stays && scenario.askedOnce !== undefined ? scenario.askedOnce : {};
    serviceProviderId = await ownProvider(millpond.database, scene, scenario.carrier, {
      device,
      url,
      settings,
    });
  }
  const order = orderFor(scene, scenario.carrier, scenario.change(scene), 0);
  return [{ outside, id: await millpond.submit({ ...order, serviceProviderId, iccids }), cases }];
}

/** Longer than anything stays stuck at a simulator, and into the next day of its quotas. */
const MUCH_LATER_SECONDS = 25 * 3_600;

/** Runs changes at one simulator. Its faults are taken back together, once the last of them has ended. */
async function runChanges(
  millpond: Millpond,
  tenantId: string,
  changes: readonly Submitted[],
): Promise<Map<MatrixCase, Evidence>> {
  const [head] = changes;
  if (head === undefined) return new Map();
  const { outside } = head;
  const seatsOf = async (some: readonly Submitted[]): Promise<Seat[]> => {
    const found = some.map(async ({ id, cases }) => {
      const ended = await millpond.ended(id);
      return cases.map(({ one, at }, row) => ({ matrixCase: one, at, ended, row }));
    });
    return (await Promise.all(found)).flat();
  };
  const first = await observe(millpond, outside, await seatsOf(changes));
  await outside.faults();
  const isConfirmedLater = head.cases.some(({ one }) => one.scenario.askedOnce !== undefined);
  if (isConfirmedLater) await outside.admin('POST', 'clock', { advanceSeconds: MUCH_LATER_SECONDS });
  const isOpen = (one: MatrixCase) => first.get(one)?.status !== 'PROCESSED';
  const unfinished = changes.filter(({ cases }) => cases.some(({ one }) => isOpen(one)));
  for (const { id } of unfinished) await millpond.retry(tenantId, id);
  const again = (await seatsOf(unfinished)).filter(({ matrixCase }) => isOpen(matrixCase));
  const retried = await observe(millpond, outside, again);
  return new Map(
    [...first].map(([one, observed]) => [one, { first: observed, retried: retried.get(one) ?? null }]),
  );
}
