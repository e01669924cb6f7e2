import type { EndedChange, Millpond } from '../support/millpond.ts';
import { iccid, type Sandbox } from '../simulators/running-simulators.ts';
import { story } from '../workflows/scene.ts';
import type { MatrixCase } from './matrix-cases.ts';
import type { Truth } from './scenario.ts';

export interface CallMade {
  readonly operation: string;
  /** Null: it got no answer. */
  readonly status: number | null;
}

/** Everything that can be known of one device at one moment. */
export interface Observed {
  readonly status: string;
  readonly code: string | null;
  readonly message: string | null;
  readonly isInDoubt: boolean;
  readonly state: string;
  readonly truth: Truth;
  /** Kinds of what changed at the outside system, sorted. */
  readonly effects: readonly string[];
  readonly calls: readonly CallMade[];
  readonly local: string;
  readonly log: readonly {
    readonly description: string;
    readonly hasErrors: boolean;
    readonly errorText: string | null;
    readonly attempt: number;
  }[];
  readonly story: readonly string[];
}

/** A row of a change, and the place of its device in the scene. */
export interface Seat {
  readonly matrixCase: MatrixCase;
  readonly at: number;
  readonly ended: EndedChange;
  readonly row: number;
}

/** Looks at the devices of some rows, each log of the simulator read once. */
export async function observe(
  millpond: Millpond,
  outside: Sandbox,
  seats: readonly Seat[],
): Promise<Map<MatrixCase, Observed>> {
  const [effects, requests] = [await outside.effects(), await outside.requests()];
  const locals = await localDevices(millpond, seats);
  const seen = new Map<MatrixCase, Observed>();
  for (const { matrixCase, at: place, ended, row: index } of seats) {
    const device = iccid(place);
    const row = ended.rows[index];
    if (row === undefined) throw new Error(`The change has no row ${String(index)}.`);
    const answer = await outside.admin('GET', `devices/${device}`);
    const truth = answer.status === 200 ? (answer.json as Truth) : null;
    const isOwn = (named: unknown) =>
      matrixCase.place === 'simulator' || JSON.stringify(named).includes(device);
    seen.set(matrixCase, {
      ...{ status: row.status, code: row.errorCode, message: row.errorMessage, truth },
      isInDoubt: row.writeSentAt !== null,
      state: matrixCase.scenario.stateOf(truth),
      effects: effects
        .filter((effect) => effect.includes(` ${device} `))
        .map((effect) => effect.split(' ')[0] ?? '')
        .sort(),
      calls: requests
        .filter((request) => isOwn(request['devices']))
        .map(({ operation, status }) => ({ operation: String(operation), status: status as number | null })),
      local: locals.get(device) ?? 'gone',
      log: ended.log.filter((entry) => entry.deviceChangeId === row.id),
      story: story(ended, row.id),
    });
  }
  return seen;
}

async function localDevices({ database }: Millpond, seats: readonly Seat[]): Promise<Map<string, string>> {
  const ids = seats.map(({ ended, row }) => ended.rows[row]?.deviceId ?? '').filter((id) => id !== '');
  const devices = await database.prisma.device.findMany({
    where: { id: { in: ids } },
    include: { carrierRatePlan: true },
  });
  return new Map(
    devices.map((device) => [device.iccid, `${device.status} ${device.carrierRatePlan?.code ?? 'none'}`]),
  );
}
