import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStartRequests } from '../../src/db/start-requests.ts';
import { bulkChangeWorkflowId, startRelayWorkflowId } from '../../src/domain/workflow-id.ts';
import { createBulkChangeStarter } from '../../src/platform/bulk-change-starter.ts';
import { ensureStartRelay } from '../../src/worker/ensure-relays.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { eventually, expectSettled, orderFor, setScene } from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond();
  await millpond.startWorker();
});

afterAll(() => millpond.close());

const CHANGE = { changeType: 'statusupdate', targetStatus: 'suspended' } as const;

describe('the start relay', () => {
  it('starts a change that was stored and never started, leaves young ones to the API, and is one for all workers', async () => {
    const scene = await setScene(millpond, { jasperDevices: 4 });
    const { prisma } = millpond.database;
    const store = async (at: number, requestedAt: Date) => {
      const order = orderFor(scene, 'jasper', CHANGE, 4);
      const id = await millpond.submit({ ...order, iccids: order.iccids.slice(at, at + 1), process: false });
      await prisma.bulkChange.update({ where: { id }, data: { startRequestedAt: requestedAt } });
      return id;
    };
    const lost = await store(0, new Date(Date.now() - 60_000));
    const young = await store(1, new Date(Date.now() + 60_000));
    const unwanted = await millpond.submit({
      ...orderFor(scene, 'jasper', CHANGE, 1),
      process: false,
    });

    const { client, taskQueue } = millpond;
    await Promise.all([ensureStartRelay(client, taskQueue), ensureStartRelay(client, taskQueue)]);
    await eventually(async () => (await millpond.read(lost)).change.status).toBe('PROCESSED');
    await client.workflow.getHandle(startRelayWorkflowId(taskQueue)).terminate('end of the test');

    const ended = await millpond.ended(lost);
    expectSettled(ended);
    expect(ended.change.startRequestedAt).toBeNull();
    expect(await scene.jasper.effects()).toHaveLength(1);
    for (const id of [young, unwanted]) {
      expect((await millpond.read(id)).change.status).toBe('PENDING');
      await expect(client.workflow.getHandle(bulkChangeWorkflowId(id)).describe()).rejects.toThrow(
        /not found/i,
      );
    }
  });

  it('a start that crashed before it was noted down is repeated without harm', async () => {
    const scene = await setScene(millpond, { jasperDevices: 2 });
    const order = orderFor(scene, 'jasper', CHANGE, 2);
    const id = await millpond.submit({ ...order, process: false });
    const { prisma } = millpond.database;
    await prisma.bulkChange.update({ where: { id }, data: { startRequestedAt: new Date() } });
    const requests = createStartRequests(millpond.database);
    const crashing = createBulkChangeStarter({
      client: millpond.client,
      taskQueue: millpond.taskQueue,
      requests: { ...requests, confirm: () => Promise.reject(new Error('crashed')) },
    });

    await expect(crashing.start(order.tenantId, id)).rejects.toThrow('crashed');
    await millpond.ended(id);
    await millpond.starter.start(order.tenantId, id);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change.status).toBe('PROCESSED');
    expect(ended.change.startRequestedAt).toBeNull();
    expect(await scene.jasper.effects()).toHaveLength(2);
    expect(await scene.jasper.requests()).toHaveLength(2);
  });
});
