import { afterAll, beforeAll, expect, it } from 'vitest';
import { bulkChangeWorkflowId, deviceWorkflowId } from '../../src/domain/workflow-id.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { orderFor, setScene } from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond();
  await millpond.startWorker();
});

afterAll(() => millpond.close());

it('gives every task of a change the fair share of its tenant, and a small change a good place', async () => {
  const scene = await setScene(millpond, { jasperDevices: 1 });
  const change = { changeType: 'statusupdate', targetStatus: 'suspended' } as const;
  const id = await millpond.submit(orderFor(scene, 'jasper', change, 1));
  await millpond.ended(id);

  const { raw } = await millpond.client.workflow.getHandle(bulkChangeWorkflowId(id)).describe();
  expect(raw.workflowExecutionInfo?.priority).toMatchObject({
    priorityKey: 2,
    fairnessKey: scene.fleet.tenantId,
  });
  const device = millpond.client.workflow.getHandle(deviceWorkflowId(scene.fleet.jasper, iccid(1)));
  const { raw: child } = await device.describe();
  expect(child.workflowExecutionInfo?.priority).toMatchObject({
    priorityKey: 2,
    fairnessKey: scene.fleet.tenantId,
  });
});
