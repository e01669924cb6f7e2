import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApiBeside, type ApiBeside } from '../support/api-beside.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { expectSettled, orderFor, outcomes, setScene, type Carrier } from '../workflows/scene.ts';
import { BILLING_SCENARIOS } from './billing-scenarios.ts';
import { CARRIER_SCENARIOS } from './carrier-scenarios.ts';
import { complaintsOf, reportOf } from './complaints.ts';
import { casesOf, type MatrixCase } from './matrix-cases.ts';
import { runTable, tablesOf, type Evidence } from './run-table.ts';

/** Scenes that are open at the same time. */
const SCENES_AT_ONCE = 10;

/** Runs every scenario over a carrier at once, and judges each case by itself. To be called once in a test file. */
export function describeMatrix(carrier: Carrier): void {
  const matrix = [...CARRIER_SCENARIOS, ...BILLING_SCENARIOS]
    .filter((scenario) => scenario.carrier === carrier)
    .map((scenario) => ({ scenario, cases: casesOf(scenario) }));
  let millpond: Millpond;
  let api: ApiBeside;
  const evidence = new Map<MatrixCase, Evidence>();
  const broken = new Map<MatrixCase, Error>();

  beforeAll(async () => {
    millpond = await startMillpond();
    api = await startApiBeside(millpond);
    await millpond.startWorker();
    // The largest first, so that nothing long is left for the end.
    const waiting = matrix.flatMap(({ cases }) => tablesOf(cases)).sort((a, b) => b.length - a.length);
    const work = async () => {
      for (let table = waiting.shift(); table !== undefined; table = waiting.shift()) {
        try {
          for (const [one, found] of await runTable(millpond, api, table)) evidence.set(one, found);
        } catch (error) {
          const reason = new Error('The scene of this case broke.', { cause: error });
          for (const one of table) broken.set(one, reason);
        }
      }
    };
    await Promise.all(Array.from({ length: SCENES_AT_ONCE }, work));
  }, 600_000);

  afterAll(async () => {
    await api.close();
    await millpond.close();
  });

  describe.each(matrix)('$scenario.name', ({ cases }) => {
    it.each(cases.map((one) => [one.title, one] as const))('%s -> true to the simulator', (_title, one) => {
      const found = evidence.get(one);
      if (found === undefined) throw broken.get(one) ?? new Error('The case did not run.');
      expect(complaintsOf(one, found), reportOf(one, found)).toEqual([]);
    });
  });

  describe(`${carrier} customerrateplanchange`, () => {
    it('calls nobody outside, so that no fault there can concern it', async () => {
      const scene = await setScene(millpond, { [`${carrier}Devices`]: 2 });
      await scene[carrier].faults({ do: 'http', status: 500 });
      await scene.revio.faults({ do: 'http', status: 500 });
      const { customerRatePlanId } = scene.fleet;

      const change = { changeType: 'customerrateplanchange', customerRatePlanId } as const;
      const ended = await millpond.ended(await millpond.submit(orderFor(scene, carrier, change, 2)));

      expectSettled(ended);
      expect(outcomes(ended)).toEqual(Array(2).fill(['PROCESSED', null]));
      expect(await scene[carrier].requests()).toEqual([]);
      expect(await scene.revio.requests()).toEqual([]);
    });
  });
}
