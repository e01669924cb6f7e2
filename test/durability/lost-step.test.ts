import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startMillpond, workflowBundle, type Millpond } from '../support/millpond.ts';
import { connectTestEnvironment } from '../support/temporal-environment.ts';
import { orderFor, setScene } from '../workflows/scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond();
});

afterAll(() => millpond.close());

/** Lets the run of a change go as far as its first step, and takes that step as a worker does that is gone with it. */
async function loseFirstStep(submit: () => Promise<string>): Promise<string> {
  const { client, taskQueue } = millpond;
  const environment = await connectTestEnvironment();
  const worker = await Worker.create({
    connection: environment.nativeConnection,
    taskQueue,
    workflowBundle: await workflowBundle(),
  });
  const asGoneWorker = { namespace: 'default', taskQueue: { name: taskQueue }, identity: 'gone' };
  const take = () => client.workflowService.pollActivityTaskQueue(asGoneWorker);
  const taken = client.withDeadline(Date.now() + 30_000, take);
  const [id, { activityType }] = await worker.runUntil(Promise.all([submit(), taken]));
  expect(activityType?.name).toBe('planBulkChange');
  await environment.teardown();
  return id;
}

it('a step of a change that a worker took and never ended is done by another within the patience of a heartbeat', async () => {
  const scene = await setScene(millpond, { jasperDevices: 1 });
  const order = orderFor(scene, 'jasper', { changeType: 'statusupdate', targetStatus: 'suspended' }, 1);

  const id = await loseFirstStep(() => millpond.submit(order));
  await millpond.startWorker();

  expect((await millpond.ended(id)).change.status).toBe('PROCESSED');
}, 90_000);
