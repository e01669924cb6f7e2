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

it('two worker processes together stay within what the carrier permits, and use it', async () => {
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
  expect(requests.filter((request) => request['status'] !== 200)).toEqual([]);
  const { json } = await scene.jasper.admin('GET', 'statistics');
  expect(json).toMatchObject({ requests: DEVICES, accounts: { acme: { highestConcurrency: 1 } } });
  const peak = (json as { accounts: { acme: { highestRatePerSecond: number } } }).accounts.acme;
  expect(peak.highestRatePerSecond).toBeLessThanOrEqual(PER_SECOND);
  const times = requests.map((request) => Date.parse(String(request['at'])));
  const seconds = (Math.max(...times) - Math.min(...times)) / 1_000;
  const used = ((DEVICES - 1) / seconds / PER_SECOND) * 100;
  process.stdout.write(`Two workers used ${used.toFixed(1)} % of ${String(PER_SECOND)} calls a second.\n`);
}, 120_000);
