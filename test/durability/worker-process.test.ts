import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ChildProgram } from '../../src/dev/child-program.ts';
import { startRelayWorkflowId } from '../../src/domain/workflow-id.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { eventually, expectSettled, orderFor, setScene, type Scene } from '../workflows/scene.ts';
import { startWorkerProcess } from './worker-process.ts';

let millpond: Millpond;
let worker: ChildProgram | undefined;

beforeAll(async () => {
  millpond = await startMillpond();
});

afterEach(async () => {
  worker?.kill();
  await worker?.ended;
});

afterAll(async () => {
  await millpond.client.workflow.getHandle(startRelayWorkflowId(millpond.taskQueue)).terminate();
  await millpond.close();
});

const CHANGE = { changeType: 'statusupdate', targetStatus: 'suspended' } as const;

/** A fleet at a carrier that takes its time, so that calls are under way whenever the worker is stopped. */
async function busyScene(jasperDevices: number): Promise<Scene> {
  const scene = await setScene(millpond, { jasperDevices });
  await scene.jasper.admin('PUT', 'faults', { latencyMs: [20, 200] });
  return scene;
}

async function reached({ jasper }: Scene, devices: number): Promise<void> {
  await eventually(async () => (await jasper.effects()).length).toBeGreaterThanOrEqual(devices);
}

async function expectEachDeviceOnce(scene: Scene, devices: number): Promise<void> {
  const expected = Array.from({ length: devices }, (_, at) => `status ${iccid(at + 1)} DEACTIVATED`);
  expect((await scene.jasper.effects()).sort()).toEqual(expected.sort());
}

describe('the worker process', () => {
  it('killed in the middle of a change: the next one finishes it, each device changed exactly once', async () => {
    const devices = 500;
    const scene = await busyScene(devices);
    worker = await startWorkerProcess(millpond);
    const id = await millpond.submit(orderFor(scene, 'jasper', CHANGE, devices));
    await reached(scene, 100);

    worker.kill();
    expect(await worker.ended).toBe('SIGKILL');
    const cut = await millpond.read(id);
    expect(cut.change.status).toBe('PROCESSING');
    expect(cut.change.processed).toBeLessThan(devices);

    worker = await startWorkerProcess(millpond);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.rows).toHaveLength(devices);
    expect(ended.change).toMatchObject({ status: 'PROCESSED', processed: devices });
    await expectEachDeviceOnce(scene, devices);
  }, 150_000);

  it('asked to stop lets calls under way end: no device needs a second try', async () => {
    const devices = 120;
    const scene = await busyScene(devices);
    worker = await startWorkerProcess(millpond);
    const id = await millpond.submit(orderFor(scene, 'jasper', CHANGE, devices));
    await reached(scene, 30);

    await worker.stop();
    expect(await worker.ended).toBe('exit code 0');
    expect((await millpond.read(id)).change.processed).toBeLessThan(devices);

    worker = await startWorkerProcess(millpond);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change).toMatchObject({ status: 'PROCESSED', processed: devices });
    await expectEachDeviceOnce(scene, devices);
    expect(new Set(ended.rows.map((row) => row.attempts))).toEqual(new Set([1]));
  }, 120_000);

  it('starts a change whose API died between storing and starting it', async () => {
    const scene = await busyScene(2);
    const id = await millpond.submit({ ...orderFor(scene, 'jasper', CHANGE, 2), process: false });
    await millpond.database.prisma.bulkChange.update({
      where: { id },
      data: { startRequestedAt: new Date(Date.now() - 60_000) },
    });

    worker = await startWorkerProcess(millpond);
    await eventually(async () => (await millpond.read(id)).change.status).toBe('PROCESSED');

    expectSettled(await millpond.read(id));
    await expectEachDeviceOnce(scene, 2);
  }, 90_000);
});
