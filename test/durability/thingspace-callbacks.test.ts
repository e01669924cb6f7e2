import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { ChildProgram } from '../../src/dev/child-program.ts';
import { startRelayWorkflowId } from '../../src/domain/workflow-id.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { startApiBeside, type ApiBeside } from '../support/api-beside.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { eventually, expectSettled, orderFor, setScene } from '../workflows/scene.ts';
import { startWorkerProcess } from './worker-process.ts';

let millpond: Millpond;
let api: ApiBeside;
let worker: ChildProgram | undefined;

beforeAll(async () => {
  millpond = await startMillpond();
  api = await startApiBeside(millpond);
});

afterEach(async () => {
  worker?.kill();
  await worker?.ended;
});

afterAll(async () => {
  await millpond.client.workflow.getHandle(startRelayWorkflowId(millpond.taskQueue)).terminate();
  await api.close();
  await millpond.close();
});

const DEVICES = 500;

it('lost and doubled callbacks and a worker killed half-way: every outcome true, no action sent twice', async () => {
  const scene = await setScene(millpond, {
    thingspaceDevices: DEVICES,
    processingMs: [200, 4_000],
    thingspaceSettings: {
      confirmation: { firstPollSeconds: 5, slowestPollSeconds: 10, deadlineSeconds: 300 },
    },
  });
  await api.receiveCallbacks(scene.fleet, scene.thingspace);
  await scene.thingspace.faults(
    { when: { operation: 'suspend', probability: 0.1 }, do: 'callbackNever' },
    { when: { operation: 'suspend', probability: 0.11 }, do: 'callbackTwice' },
  );
  worker = await startWorkerProcess(millpond);
  const change = { changeType: 'statusupdate', targetStatus: 'suspended' } as const;
  const id = await millpond.submit(orderFor(scene, 'thingspace', change, DEVICES));
  await eventually(async () => (await scene.thingspace.effects()).length).toBeGreaterThan(DEVICES / 3);

  worker.kill();
  expect(await worker.ended).toBe('SIGKILL');
  expect((await millpond.read(id)).change.processed).toBeLessThan(DEVICES);
  worker = await startWorkerProcess(millpond);
  const ended = await millpond.ended(id);

  expectSettled(ended);
  expect(ended.change).toMatchObject({ status: 'PROCESSED', processed: DEVICES });
  const every = Array.from({ length: DEVICES }, (_, index) => iccid(index + 1)).sort();
  const effects = (await scene.thingspace.effects()).map((effect) => effect.split(' ')[1]);
  expect(effects.sort()).toEqual(every);
  const accepted = (await scene.thingspace.requests()).filter(
    (request) => request['operation'] === 'suspend' && request['status'] === 200,
  );
  expect(accepted.flatMap((request) => request['devices']).sort()).toEqual(every);
  const { json } = await scene.thingspace.admin('GET', 'faults');
  for (const rule of (json as { rules: { hits: number }[] }).rules) expect(rule.hits).toBeGreaterThan(20);
}, 180_000);
