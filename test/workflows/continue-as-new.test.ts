import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BULK_CHANGE_WORKFLOW,
  bulkChangeWorkflowId,
  PAUSE_UPDATE,
  RESUME_UPDATE,
} from '../../src/domain/workflow-id.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { eventually, expectSettled, looksOf, orderFor, setScene } from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond({ batchSize: 2 });
  await millpond.startWorker();
});

afterAll(() => millpond.close());

const CHANGE = { changeType: 'statusupdate', targetStatus: 'suspended' } as const;

describe('a change that outgrows a run', () => {
  it('continues as new after its open batches have ended, and does each device once', async () => {
    const scene = await setScene(millpond, { jasperDevices: 18 });
    const order = orderFor(scene, 'jasper', CHANGE, 18);
    const id = await millpond.submit({ ...order, process: false });

    const first = await millpond.client.workflow.start(BULK_CHANGE_WORKFLOW, {
      taskQueue: millpond.taskQueue,
      workflowId: bulkChangeWorkflowId(id),
      args: [{ tenantId: order.tenantId, bulkChangeId: id, batchesPerRun: 2 }],
    });
    await first.result();
    const ended = await millpond.read(id);

    expectSettled(ended);
    expect(ended.change.status).toBe('PROCESSED');
    expect(await scene.jasper.effects()).toHaveLength(18);
    expect(await scene.jasper.requests()).toHaveLength(18);
    const last = await millpond.client.workflow.getHandle(bulkChangeWorkflowId(id)).describe();
    expect(last.runId).not.toBe(first.firstExecutionRunId);
    expect(ended.change.workflowRunId).toBe(last.runId);
  });

  it('is still canceled as a whole when it is canceled in a later run', async () => {
    const scene = await setScene(millpond, {
      jasperDevices: 18,
      jasperSettings: { requestsPerSecond: 4, maxConcurrentRequests: 2 },
    });
    const order = orderFor(scene, 'jasper', CHANGE, 18);
    const id = await millpond.submit({ ...order, process: false });
    const first = await millpond.client.workflow.start(BULK_CHANGE_WORKFLOW, {
      taskQueue: millpond.taskQueue,
      workflowId: bulkChangeWorkflowId(id),
      args: [{ tenantId: order.tenantId, bulkChangeId: id, batchesPerRun: 2 }],
    });
    const handle = millpond.client.workflow.getHandle(bulkChangeWorkflowId(id));
    await eventually(async () => (await handle.describe()).runId).not.toBe(first.firstExecutionRunId);

    await handle.cancel();
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change.status).toBe('CANCELED');
    expect(await scene.jasper.effects()).toHaveLength(ended.change.processed);
  });

  it('waits for what a stopped round has under way before it continues as new, without looking again and again', async () => {
    const scene = await setScene(millpond, { jasperDevices: 8 });
    await scene.jasper.faults({ when: { operation: 'editDevice' }, do: 'slow', ms: 4_000, times: 4 });
    const order = orderFor(scene, 'jasper', CHANGE, 8);
    const id = await millpond.submit({ ...order, process: false });
    const first = await millpond.client.workflow.start(BULK_CHANGE_WORKFLOW, {
      taskQueue: millpond.taskQueue,
      workflowId: bulkChangeWorkflowId(id),
      args: [{ tenantId: order.tenantId, bulkChangeId: id, batchesPerRun: 2 }],
    });
    await eventually(async () => (await scene.jasper.effects()).length).toBe(4);
    const handle = millpond.client.workflow.getHandle(bulkChangeWorkflowId(id));

    await handle.executeUpdate<void, [string]>(PAUSE_UPDATE, { args: ['a look'] });
    await handle.executeUpdate(RESUME_UPDATE);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change.status).toBe('PROCESSED');
    expect(await scene.jasper.effects()).toHaveLength(8);
    // One at the start, one for the pause, one after it.
    expect(await looksOf(millpond, id, first.firstExecutionRunId)).toBeLessThanOrEqual(3);
  });
});
