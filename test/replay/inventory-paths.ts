import {
  inventorySyncWorkflowId,
  SCHEDULED_INVENTORY_SYNC_WORKFLOW,
  scheduledInventorySyncWorkflowId,
} from '../../src/domain/workflow-id.ts';
import { syncAppearance, syncArguments, type SyncTarget } from '../../src/platform/sync-start.ts';
import { iccid } from '../simulators/running-simulators.ts';
import type { Millpond } from '../support/millpond.ts';
import { startSyncRun, targetAt } from '../workflows/run-sync.ts';
import { eventually, setScene } from '../workflows/scene.ts';
import type { TakenPath } from './paths.ts';

/** Takes every path of a sync, and of the run by which a schedule starts it. */
export async function takeInventoryPaths(millpond: Millpond): Promise<TakenPath[]> {
  return [
    await takeWholePath(millpond),
    ...(await takeContinuedPath(millpond)),
    await takeFailedPath(millpond),
    ...(await takeScheduledPaths(millpond)),
  ];
}

async function takeWholePath(millpond: Millpond): Promise<TakenPath> {
  const { fleet } = await setScene(millpond, { jasperDevices: 2 });
  await addToUsOnly(millpond, targetAt(fleet, 'jasper'));
  const handle = await startSyncRun(millpond, targetAt(fleet, 'jasper'));
  await handle.result();
  return { path: 'inventory-completed', workflowId: handle.workflowId };
}

/** Behind the list it is asked for by itself. */
async function addToUsOnly(
  { database }: Millpond,
  { tenantId, serviceProviderId }: SyncTarget,
): Promise<void> {
  await database.prisma.device.create({
    data: { tenantId, serviceProviderId, iccid: iccid(70), status: 'active' },
  });
}

async function takeContinuedPath(millpond: Millpond): Promise<TakenPath[]> {
  const { fleet } = await setScene(millpond, { pondDevices: 60 });
  const target = targetAt(fleet, 'pond');
  await addToUsOnly(millpond, target);
  const handle = await startSyncRun(millpond, target, { stepsPerRun: 2 });
  await handle.result();
  const { workflowId } = handle;
  return [
    { path: 'inventory-continued-as-new', workflowId, runId: handle.firstExecutionRunId },
    { path: 'inventory-last-run', workflowId },
  ];
}

async function takeFailedPath(millpond: Millpond): Promise<TakenPath> {
  const { fleet, pond } = await setScene(millpond, { pondDevices: 1 });
  await pond.faults({ do: 'unauthorized' });
  const handle = await startSyncRun(millpond, targetAt(fleet, 'pond'));
  await handle.result().catch(() => undefined);
  return { path: 'inventory-failed', workflowId: handle.workflowId };
}

/** Two scheduled runs: one finds a sync under way, which is then canceled; one starts a sync, which is not plausible. */
async function takeScheduledPaths(millpond: Millpond): Promise<TakenPath[]> {
  const { fleet, jasper } = await setScene(millpond, { jasperDevices: 10 });
  const target = targetAt(fleet, 'jasper');
  const empty = { pageNumber: 1, devices: [], lastPage: true };
  await jasper.faults(
    { do: 'slow', ms: 20_000, times: 1 },
    { when: { operation: 'searchDevices' }, do: 'http', status: 200, body: empty },
  );
  const running = await startSyncRun(millpond, target);
  await eventually(async () => (await jasper.admin('GET', 'statistics')).json).toMatchObject({
    accounts: { acme: { highestConcurrency: 1 } },
  });
  const beside = await startScheduled(millpond, target, 'beside');
  await beside.result();
  await running.cancel();
  await running.result().catch(() => undefined);
  const alone = await startScheduled(millpond, target, 'alone');
  await alone.result().catch(() => undefined);
  const workflowId = inventorySyncWorkflowId(target.serviceProviderId);
  return [
    { path: 'inventory-canceled', workflowId, runId: running.firstExecutionRunId },
    { path: 'inventory-implausible', workflowId },
    { path: 'inventory-scheduled-beside', workflowId: beside.workflowId },
    { path: 'inventory-scheduled', workflowId: alone.workflowId },
  ];
}

function startScheduled({ client, taskQueue }: Millpond, target: SyncTarget, time: string) {
  return client.workflow.start(SCHEDULED_INVENTORY_SYNC_WORKFLOW, {
    taskQueue,
    workflowId: `${scheduledInventorySyncWorkflowId(target.serviceProviderId)}-${time}`,
    args: [syncArguments(target, true)],
    ...syncAppearance(target),
  });
}
