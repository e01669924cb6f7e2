import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBulkChangeControl } from '../../src/api/bulk-change-control.ts';
import { bulkChangeWorkflowId, CANCEL_UPDATE } from '../../src/domain/workflow-id.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { eventually, expectSettled, orderFor, setScene } from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond({ batchSize: 4 });
  await millpond.startWorker();
});

afterAll(() => millpond.close());

const CHANGE = { changeType: 'statusupdate', targetStatus: 'suspended' } as const;

const control = () =>
  createBulkChangeControl({
    client: millpond.client,
    starter: millpond.starter,
    logger: { warn: () => undefined },
  });

const cancel = (tenantId: string, bulkChangeId: string) =>
  control().steer({ tenantId, bulkChangeId, update: CANCEL_UPDATE, argument: 'graceful' });

/** A change that waits for its date. */
async function scheduled() {
  const scene = await setScene(millpond, { jasperDevices: 2 });
  const effectiveDate = { at: new Date(Date.now() + 3_600_000), timeZone: 'UTC' };
  const order = orderFor(scene, 'jasper', { ...CHANGE, effectiveDate }, 2);
  const id = await millpond.submit(order);
  await eventually(async () => (await millpond.read(id)).change.status).toBe('SCHEDULED');
  return { id, tenantId: order.tenantId, scene };
}

it('a change whose run was terminated is canceled by a new run', async () => {
  const { id, tenantId, scene } = await scheduled();
  const handle = millpond.client.workflow.getHandle(bulkChangeWorkflowId(id));
  await handle.terminate('lost');

  expect(await cancel(tenantId, id)).toEqual({ outcome: 'accepted' });
  const ended = await millpond.ended(id);

  expectSettled(ended);
  expect(ended.change).toMatchObject({ status: 'CANCELED', canceled: 2 });
  expect(await scene.jasper.effects()).toHaveLength(0);
});

it('a change that is over is not started again by a cancel', async () => {
  const { id, tenantId } = await scheduled();
  expect(await cancel(tenantId, id)).toEqual({ outcome: 'accepted' });
  await millpond.ended(id);
  const handle = millpond.client.workflow.getHandle(bulkChangeWorkflowId(id));
  const { runId } = await handle.describe();

  expect(await cancel(tenantId, id)).toEqual({ outcome: 'over' });

  expect((await handle.describe()).runId).toBe(runId);
});

it('a cancel leaves nothing but its mode in the history', async () => {
  const { id, tenantId } = await scheduled();
  expect(await cancel(tenantId, id)).toEqual({ outcome: 'accepted' });
  await millpond.ended(id);

  const history = await millpond.client.workflow.getHandle(bulkChangeWorkflowId(id)).fetchHistory();
  const payloads = (history.events ?? []).flatMap(
    (event) =>
      event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.args?.payloads ?? [],
  );
  expect(payloads.map(({ data }) => Buffer.from(data ?? []).toString())).toEqual(['"graceful"']);
});
