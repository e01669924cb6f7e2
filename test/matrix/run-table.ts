import { iccid } from '../simulators/running-simulators.ts';
import type { ApiBeside } from '../support/api-beside.ts';
import type { EndedChange, Millpond } from '../support/millpond.ts';
import { orderFor, setScene, type Carrier, type Scene } from '../workflows/scene.ts';
import { rulesOf, type MatrixCase } from './matrix-cases.ts';
import { observe, type Observed, type Seat } from './observe.ts';
import { ownProvider } from './own-provider.ts';

/** What became of a case: after its change, and after the retry without faults, when there had to be one. */
export interface Evidence {
  readonly first: Observed;
  readonly retried: Observed | null;
}

/** What runs at once in one scene: cases of one scenario that do not disturb each other. */
export type Table = readonly MatrixCase[];

/** The scenes that a scenario needs. */
export function tablesOf(cases: readonly MatrixCase[]): Table[] {
  const shared = cases.filter(({ place }) => place === 'together' || place === 'provider');
  const called = cases.filter(({ place }) => place === 'callbacks');
  const alone = cases.filter(({ place }) => place === 'scene').map((one) => [one]);
  return [shared, called, ...alone].filter((table) => table.length > 0);
}

/** Longer than anything stays stuck at a simulator, and into the next day of its quotas. */
const MUCH_LATER_SECONDS = 25 * 3_600;

/** Runs a table, one device a case: the change under its faults, then a retry of what was not processed without them. */
export async function runTable(
  millpond: Millpond,
  api: ApiBeside,
  table: Table,
): Promise<Map<MatrixCase, Evidence>> {
  const [{ scenario, place } = {}] = table;
  if (scenario === undefined) return new Map();
  const { carrier, at } = scenario;
  const scene = await setScene(millpond, {
    ...{ ...scenario.options, status: scenario.status },
    [`${carrier}Devices`]: table.length,
  });
  try {
    if (place === 'callbacks') await api.receiveCallbacks(scene.fleet, scene.thingspace);
    await scene[at].faults(...table.flatMap((one, index) => rulesOf(one, iccid(index + 1))));
    const changes = await submitAll(millpond, scene, table);
    const first = await observe(millpond, scene, await seatsOf(millpond, changes));

    await scene[at].faults();
    // What is stuck comes to its end, and what was set aside for nobody is free again.
    if (at === 'thingspace' || at === 'telegence') {
      await scene[at].admin('POST', 'clock', { advanceSeconds: MUCH_LATER_SECONDS });
    }
    const isOpen = (one: MatrixCase) => first.get(one)?.status !== 'PROCESSED';
    const unfinished = changes.filter(({ cases }) => cases.some(({ one }) => isOpen(one)));
    for (const { id } of unfinished) await millpond.retry(scene.fleet.tenantId, id);
    const seats = (await seatsOf(millpond, unfinished)).filter((seat) => isOpen(seat.matrixCase));
    const retried = await observe(millpond, scene, seats);
    return new Map(
      [...first].map(([one, observed]) => [one, { first: observed, retried: retried.get(one) ?? null }]),
    );
  } finally {
    await closeSimulators(scene);
  }
}

interface SubmittedChange {
  readonly id: string;
  /** In the order of the rows. */
  readonly cases: readonly { readonly one: MatrixCase; readonly at: number }[];
}

/** One change for those who share a service provider, and one for each of the others. */
async function submitAll(millpond: Millpond, scene: Scene, table: Table): Promise<SubmittedChange[]> {
  const [{ scenario } = {}] = table;
  if (scenario === undefined) return [];
  const seated = table.map((one, index) => ({ one, at: index + 1 }));
  const alone = seated.filter(({ one }) => one.place === 'provider');
  const groups = [seated.filter(({ one }) => one.place !== 'provider'), ...alone.map((seat) => [seat])];
  const changes: SubmittedChange[] = [];
  for (const cases of groups.filter((group) => group.length > 0)) {
    const iccids = cases.map(({ at }) => iccid(at));
    const carrier: Carrier = scenario.carrier;
    const isAlone = cases[0]?.one.place === 'provider';
    const serviceProviderId = isAlone
      ? await ownProvider(millpond.database, scene, carrier, iccids)
      : scene.fleet[carrier];
    const order = orderFor(scene, carrier, scenario.change(scene), 0);
    changes.push({ id: await millpond.submit({ ...order, serviceProviderId, iccids }), cases });
  }
  return changes;
}

async function seatsOf(millpond: Millpond, changes: readonly SubmittedChange[]): Promise<Seat[]> {
  const seats: Seat[] = [];
  for (const { id, cases } of changes) {
    const ended: EndedChange = await millpond.ended(id);
    if (process.env['MATRIX_TIMES']) for (const [row, { one }] of cases.entries()) { const r = ended.rows[row]; console.error(Math.round((Number(r?.finishedAt) - Number(r?.startedAt)) / 1000), r?.status, r?.errorCode, one.title); }
    for (const [row, { one, at }] of cases.entries()) seats.push({ matrixCase: one, at, ended, row });
  }
  return seats;
}

async function closeSimulators({ jasper, pond, thingspace, telegence, revio }: Scene): Promise<void> {
  await Promise.all(
    [jasper, pond, thingspace, telegence, revio].map(({ simulator }) => simulator.close()),
  );
}
