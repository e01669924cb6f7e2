import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { ChildProgram } from '../../src/dev/child-program.ts';
import { startRelayWorkflowId } from '../../src/domain/workflow-id.ts';
import { SteeredChange, type Move } from '../model/steered-change.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { eventually, orderFor, setScene } from '../workflows/scene.ts';
import { startWorkerProcess } from './worker-process.ts';

let millpond: Millpond;
let worker: ChildProgram;

beforeAll(async () => {
  millpond = await startMillpond({ batchSize: 5 });
});

afterEach(async () => {
  worker.kill();
  await worker.ended;
});

afterAll(async () => {
  await millpond.client.workflow.getHandle(startRelayWorkflowId(millpond.taskQueue)).terminate();
  await millpond.close();
});

const DEVICES = 14;

async function killWorker(): Promise<void> {
  worker.kill();
  expect(await worker.ended).toBe('SIGKILL');
  worker = await startWorkerProcess(millpond);
}

const move = fc.constantFrom<Move>({ do: 'pause' }, { do: 'resume' }, { do: 'promote' }, { do: 'wait' });

async function steer(moves: readonly Move[]): Promise<void> {
  worker = await startWorkerProcess(millpond);
  const jasperSettings = { requestsPerSecond: 10, maxConcurrentRequests: 1 };
  const scene = await setScene(millpond, { jasperDevices: DEVICES, jasperSettings });
  const id = await millpond.submit({
    ...orderFor(scene, 'jasper', { changeType: 'statusupdate', targetStatus: 'suspended' }, DEVICES),
    rollout: { waves: [{ size: { count: 8 }, pauseAfter: true }] },
  });
  await eventually(async () => (await scene.jasper.effects()).length).toBeGreaterThan(1);
  const change = new SteeredChange(millpond, scene, id, killWorker);

  await change.make({ do: 'restart worker' });
  for (const each of moves) await change.make(each);
  await change.make({ do: 'restart worker' });

  expect((await change.finish()).change.processed).toBe(DEVICES);
}

it('steered in any order with the worker killed in between, a change keeps its promises and can end', async () => {
  const moves = fc.array(move, { minLength: 4, maxLength: 6 });
  // One order a run: every kill costs the patience of a heartbeat.
  await fc.assert(fc.asyncProperty(moves, steer), { numRuns: 1, endOnFailure: true });
}, 280_000);
