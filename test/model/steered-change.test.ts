import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { orderFor, setScene } from '../workflows/scene.ts';
import { faultOf, SteeredChange, type Move } from './steered-change.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond({ batchSize: 5 });
  await millpond.startWorker();
});

afterAll(() => millpond.close());

const DEVICES = 14;

const fault = fc
  .tuple(
    fc.integer({ min: 1, max: DEVICES }),
    fc.constantFrom(
      { do: 'http', status: 400 },
      { do: 'http', status: 503, retryAfterSeconds: 0.05, times: 2 },
      { do: 'http', status: 429, retryAfterSeconds: 0.05, times: 1 },
      { do: 'applyThenDrop', times: 1 },
      { do: 'applyThenHttp', status: 500, retryAfterSeconds: 0.05, times: 1 },
    ),
  )
  .map(([at, rule]): Move => ({ do: 'break carrier', rule: faultOf(at, rule) }));

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<Move>({ do: 'pause' }, { do: 'resume' }, { do: 'wait' }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Move>(
      { do: 'promote' },
      { do: 'retry' },
      { do: 'correct' },
      { do: 'mend carrier' },
    ),
  },
  { weight: 3, arbitrary: fault },
  { weight: 1, arbitrary: fc.constant<Move>({ do: 'restart worker' }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('graceful' as const, 'immediate' as const)
      .map((mode): Move => ({ do: 'cancel', mode })),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: -1_000, max: 3_000 }).map((inMs): Move => ({ do: 'reschedule', inMs })),
  },
);

const start = fc.record({
  inMs: fc.constantFrom(0, 0, 1_500),
  waves: fc.boolean(),
  gate: fc.boolean(),
});

it('whatever is done to a change in whatever order, counts add up, no device is changed twice, none is begun while it is paused, and it can end', async () => {
  await fc.assert(
    fc.asyncProperty(start, fc.array(move, { minLength: 2, maxLength: 9 }), async (beginning, moves) => {
      const scene = await setScene(millpond, {
        jasperDevices: DEVICES,
        jasperSettings: { requestsPerSecond: 25, maxConcurrentRequests: 2 },
      });
      const date =
        beginning.inMs === 0 ? {} : { effectiveDate: { at: new Date(Date.now() + beginning.inMs) } };
      const id = await millpond.submit({
        ...orderFor(
          scene,
          'jasper',
          { changeType: 'statusupdate', targetStatus: 'suspended', ...date },
          DEVICES,
        ),
        rollout: {
          waves: beginning.waves ? [{ size: { count: 4 }, pauseAfter: true }] : [],
          errorGate: beginning.gate ? { percent: 30, minimumDevices: 3 } : null,
        },
      });
      const change = new SteeredChange(millpond, scene, id);
      for (const each of moves) await change.make(each);
      const ended = await change.finish();
      expect(ended.rows).toHaveLength(DEVICES);
    }),
    { numRuns: 12, endOnFailure: true },
  );
}, 240_000);
