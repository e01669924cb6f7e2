import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { ChildProgram } from '../../src/dev/child-program.ts';
import { startRelayWorkflowId } from '../../src/domain/workflow-id.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { expectSettled, orderFor, setScene } from '../workflows/scene.ts';
import { startWorkerProcess } from './worker-process.ts';

let millpond: Millpond;
const workers: ChildProgram[] = [];

beforeAll(async () => {
  millpond = await startMillpond();
});

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});

afterAll(async () => {
  await millpond.client.workflow.getHandle(startRelayWorkflowId(millpond.taskQueue)).terminate();
  await millpond.close();
});

const DEVICES = 120;
const PER_SECOND = 20;
const JASPER_LIMITS = { requestsPerSecond: PER_SECOND, concurrency: 1 };

it('two worker processes together call one at a time and change every device once, whatever the carrier refuses', async () => {
  const scene = await setScene(millpond, {
    jasperDevices: DEVICES,
    jasperSettings: { requestsPerSecond: PER_SECOND, maxConcurrentRequests: 1 },
  });
  const { status } = await scene.jasper.admin('PUT', 'limits', { '*': JASPER_LIMITS });
  expect(status).toBe(200);
  await scene.jasper.admin('PUT', 'faults', { latencyMs: [5, 30] });
  workers.push(...(await Promise.all([startWorkerProcess(millpond), startWorkerProcess(millpond)])));

  const id = await millpond.submit(
    orderFor(scene, 'jasper', { changeType: 'statusupdate', targetStatus: 'suspended' }, DEVICES),
  );
  const ended = await millpond.ended(id);

  expectSettled(ended);
  expect(ended.change).toMatchObject({ status: 'PROCESSED', processed: DEVICES });
  const requests = await scene.jasper.requests();
  // How exactly calls arrive depends on the machine: a rare one that comes too close to its neighbour is refused and repeated.
  const answers = requests.map((request) => request['status']);
  expect(answers.filter((answer) => answer === 200)).toHaveLength(DEVICES);
  expect(answers.filter((answer) => answer !== 200 && answer !== 429)).toEqual([]);
  expect(await scene.jasper.effects()).toHaveLength(DEVICES);
  const { json } = await scene.jasper.admin('GET', 'statistics');
  expect(json).toMatchObject({ accounts: { acme: { highestConcurrency: 1 } } });
  const times = requests.map((request) => Date.parse(String(request['at'])));
  const seconds = (Math.max(...times) - Math.min(...times)) / 1_000;
  const used = ((DEVICES - 1) / seconds / PER_SECOND) * 100;
  const refused = answers.length - DEVICES;
  process.stdout.write(
    `Two workers used ${used.toFixed(1)} % of ${String(PER_SECOND)} calls a second; ${String(refused)} came too close.\n`,
  );
}, 120_000);
