import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceWorkflowId } from '../../src/domain/workflow-id.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { eventually, expectSettled, orderFor, outcomes, setScene, type Scene } from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond();
  await millpond.startWorker();
});

afterAll(() => millpond.close());

const SUSPEND = { changeType: 'statusupdate', targetStatus: 'suspended' } as const;
const LARGE = { changeType: 'carrierrateplanchange', carrierRatePlan: 'LARGE' } as const;

const laneOf = (scene: Scene, at: number) =>
  millpond.client.workflow.getHandle(deviceWorkflowId(scene.fleet.jasper, iccid(at)));

/** A first change that holds the lanes of two devices until the simulator answers. */
async function holdLanes(scene: Scene, ms: number): Promise<string> {
  await scene.jasper.faults({ when: { operation: 'editDevice' }, do: 'slow', ms, times: 2 });
  const id = await millpond.submit(orderFor(scene, 'jasper', SUSPEND, 2));
  await eventually(async () => (await scene.jasper.effects()).length).toBe(2);
  return id;
}

describe('two changes of the same devices', () => {
  it('are done one after the other: the second waits for the first', async () => {
    const scene = await setScene(millpond, { jasperDevices: 2 });
    const first = await holdLanes(scene, 1_000);

    const second = await millpond.submit(orderFor(scene, 'jasper', LARGE, 2));
    const [one, two] = [await millpond.ended(first), await millpond.ended(second)];

    for (const ended of [one, two]) {
      expectSettled(ended);
      expect(ended.change.status).toBe('PROCESSED');
    }
    const began = two.rows.map((row) => row.startedAt?.getTime() ?? 0);
    const done = one.rows.map((row) => row.finishedAt?.getTime() ?? 0);
    for (const [index, at] of began.entries()) expect(at).toBeGreaterThanOrEqual(done[index] ?? Infinity);
    expect(await scene.jasper.effects()).toHaveLength(4);
  });

  it('with onConflict reject: the second names the first as the owner and touches nothing', async () => {
    const scene = await setScene(millpond, { jasperDevices: 3 });
    const first = await holdLanes(scene, 3_000);

    const second = await millpond.ended(
      await millpond.submit({ ...orderFor(scene, 'jasper', LARGE, 3), onConflict: 'reject' }),
    );

    expectSettled(second);
    expect(outcomes(second)).toEqual([
      ['ERROR', 'device.busy'],
      ['ERROR', 'device.busy'],
      ['PROCESSED', null],
    ]);
    for (const row of second.rows.slice(0, 2)) expect(row.errorMessage).toContain(first);
    expect((await scene.jasper.effects()).filter((effect) => effect.startsWith('ratePlan'))).toEqual([
      `ratePlan ${iccid(3)} Large`,
    ]);
    expect((await millpond.ended(first)).change.status).toBe('PROCESSED');
  });
});

describe('the workflow of a device', () => {
  it('fails with the error code as its type, and shows it as a search attribute', async () => {
    const scene = await setScene(millpond, { jasperDevices: 1 });
    await scene.jasper.faults({ do: 'http', status: 403 });

    await millpond.ended(await millpond.submit(orderFor(scene, 'jasper', SUSPEND, 1)));

    const failure: unknown = await laneOf(scene, 1)
      .result()
      .catch((error: unknown) => error);
    const cause = failure instanceof WorkflowFailedError ? failure.cause : undefined;
    expect(cause).toBeInstanceOf(ApplicationFailure);
    expect(cause).toMatchObject({ type: 'carrier.forbidden', nonRetryable: true });
    const description = await laneOf(scene, 1).describe();
    expect(description.status.name).toBe('FAILED');
    expect(description.searchAttributes).toMatchObject({
      ErrorCode: ['carrier.forbidden'],
      DeviceIdentifier: [iccid(1)],
      TenantId: [scene.fleet.tenantId],
    });
  });

  it('that is terminated leaves the device UNKNOWN; its change ends, and a retry reads before it writes', async () => {
    const scene = await setScene(millpond, { jasperDevices: 2 });
    const device = iccid(2);
    await scene.jasper.faults({ when: { operation: 'editDevice', device }, do: 'slow', ms: 2_000, times: 1 });
    const id = await millpond.submit(orderFor(scene, 'jasper', SUSPEND, 2));
    await eventually(async () => (await scene.jasper.effects()).length).toBe(2);

    await laneOf(scene, 2).terminate('an operator lost patience');
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change.status).toBe('ERROR');
    expect(outcomes(ended)).toEqual([
      ['PROCESSED', null],
      ['UNKNOWN', 'system.unexpected'],
    ]);

    await millpond.retry(scene.fleet.tenantId, id);
    const again = await millpond.ended(id);

    expect(again.change.status).toBe('PROCESSED');
    expect(await scene.jasper.effects()).toHaveLength(2);
    // The request of the terminated workflow is still held by the simulator when the change has ended.
    const isEdit = (request: Record<string, unknown>) => request['operation'] === 'editDevice';
    await eventually(async () => (await scene.jasper.requests()).filter(isEdit).length).toBe(2);
  });
});
