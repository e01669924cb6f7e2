import { WorkflowUpdateFailedError } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelBulkChange } from '../../src/db/submission/act-on-bulk-change.ts';
import { bulkChangeWorkflowId, CANCEL_UPDATE, deviceBatchWorkflowId } from '../../src/domain/workflow-id.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { eventually, expectSettled, orderFor, outcomes, setScene, type Scene } from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond({ batchSize: 4 });
  await millpond.startWorker();
});

afterAll(() => millpond.close());

const CHANGE = { changeType: 'statusupdate', targetStatus: 'suspended' } as const;
const DEVICES = 16;

const handleOf = (id: string) => millpond.client.workflow.getHandle(bulkChangeWorkflowId(id));

/** Four devices in flight, two a second. */
function slowScene(): Promise<Scene> {
  const jasperSettings = { requestsPerSecond: 2, maxConcurrentRequests: 2 };
  return setScene(millpond, { jasperDevices: DEVICES, jasperSettings });
}

/** Waits until devices have reached the carrier and others have not. */
async function underWay(scene: Scene): Promise<void> {
  await eventually(async () => (await scene.jasper.effects()).length).toBeGreaterThan(1);
}

const WAYS_TO_CANCEL = [
  {
    way: 'the update of the API',
    cancel: (id: string) => handleOf(id).executeUpdate(CANCEL_UPDATE, { args: [{ actor: 'test' }] }),
  },
  { way: 'a cancel from Temporal', cancel: (id: string) => handleOf(id).cancel() },
];

describe('cancel while running', () => {
  it.each(WAYS_TO_CANCEL)(
    'by $way: devices at the carrier finish, the others are CANCELED',
    async ({ cancel }) => {
      const scene = await slowScene();
      const id = await millpond.submit(orderFor(scene, 'jasper', CHANGE, DEVICES));
      await underWay(scene);

      await cancel(id);
      const ended = await millpond.ended(id);

      expectSettled(ended);
      expect(ended.change.status).toBe('CANCELED');
      const statuses = ended.rows.map((row) => row.status);
      expect(new Set(statuses)).toEqual(new Set(['PROCESSED', 'CANCELED']));
      expect(await scene.jasper.effects()).toHaveLength(ended.change.processed);
      const description = await handleOf(id).describe();
      expect(description.status.name).toBe('COMPLETED');
    },
  );

  it('is refused when the change is over, and changes nothing', async () => {
    const scene = await setScene(millpond, { jasperDevices: 1 });
    const id = await millpond.submit(orderFor(scene, 'jasper', CHANGE, 1));
    const ended = await millpond.ended(id);

    const update = handleOf(id).executeUpdate(CANCEL_UPDATE, { args: [{ actor: 'test' }] });

    await expect(update).rejects.not.toBeInstanceOf(WorkflowUpdateFailedError);
    expect((await millpond.read(id)).change.status).toBe(ended.change.status);
  });
});

describe('a change that is stored but not to be processed', () => {
  it('waits, runs when asked to, and two requests are one run', async () => {
    const scene = await setScene(millpond, { jasperDevices: 2 });
    const order = orderFor(scene, 'jasper', CHANGE, 2);
    const id = await millpond.submit({ ...order, process: false });

    await millpond.starter.start(order.tenantId, id);
    await expect(handleOf(id).describe()).rejects.toThrow(/not found/i);
    await Promise.all([millpond.process(order.tenantId, id), millpond.process(order.tenantId, id)]);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change.status).toBe('PROCESSED');
    expect(await scene.jasper.effects()).toHaveLength(2);
    expect(await scene.jasper.requests()).toHaveLength(2);
  });

  it('is canceled at once in the database, without a run', async () => {
    const scene = await setScene(millpond, { jasperDevices: 2 });
    const order = orderFor(scene, 'jasper', CHANGE, 2);
    const id = await millpond.submit({ ...order, process: false });
    const who = { tenantId: order.tenantId, actor: 'test' };

    expect(await cancelBulkChange(millpond.database, who, id, new Date())).toEqual({ outcome: 'done' });

    const canceled = await millpond.read(id);
    expectSettled(canceled);
    expect(canceled.change.status).toBe('CANCELED');
    expect(outcomes(canceled)).toEqual(Array(2).fill(['CANCELED', null]));
    await expect(handleOf(id).describe()).rejects.toThrow(/not found/i);
  });
});

describe('starting more than once', () => {
  it('makes one run: each device is written once', async () => {
    const scene = await setScene(millpond, { jasperDevices: 6 });
    const order = orderFor(scene, 'jasper', CHANGE, 6);
    const id = await millpond.submit({ ...order, process: false });
    const { prisma } = millpond.database;
    await prisma.bulkChange.update({ where: { id }, data: { startRequestedAt: new Date() } });

    const start = () => millpond.starter.start(order.tenantId, id);
    await Promise.all([start(), start(), start()]);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(await scene.jasper.effects()).toHaveLength(6);
    expect(await scene.jasper.requests()).toHaveLength(6);
    expect(ended.change.startRequestedAt).toBeNull();
  });
});

describe('a batch that is terminated', () => {
  it('leaves its rows to the same run: every device is changed once and the change ends well', async () => {
    const scene = await slowScene();
    const id = await millpond.submit(orderFor(scene, 'jasper', CHANGE, 8));
    await underWay(scene);

    await millpond.client.workflow.getHandle(deviceBatchWorkflowId(id, 1)).terminate('lost');
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change).toMatchObject({ status: 'PROCESSED', processed: 8 });
    expect(await scene.jasper.effects()).toHaveLength(8);
    const edits = (await scene.jasper.requests()).filter((each) => each['operation'] === 'editDevice');
    expect(edits).toHaveLength(8);
  });
});
