import { BULK_CHANGE_WORKFLOW, bulkChangeWorkflowId, CANCEL_UPDATE } from '../../src/domain/workflow-id.ts';
import {
  deviceBatchWorkflowId,
  deviceWorkflowId,
  REGISTER_CALLBACK_WORKFLOW,
  registerCallbackWorkflowId,
  REGISTRATION_WANTED_SIGNAL,
  startRelayWorkflowId,
} from '../../src/domain/workflow-id.ts';
import type { RequestedChange } from '../../src/domain/change-request.ts';
import { ensureStartRelay } from '../../src/worker/ensure-relays.ts';
import { sealCallbackCredentials } from '../../src/platform/sealed-callback-credentials.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { startApiBeside, type ApiBeside } from '../support/api-beside.ts';
import type { Millpond } from '../support/millpond.ts';
import { eventually, orderFor, setScene, type Scene } from '../workflows/scene.ts';
import {
  ALLOCATION,
  CONFIRMED_PATHS,
  DEVICE_PATHS,
  PLAN,
  REFUSED,
  SUSPEND,
  type DevicePath,
} from './device-paths.ts';
import { takeInventoryPaths } from './inventory-paths.ts';
import { takeSteeredPaths } from './steered-paths.ts';
import { takeWebhookPaths } from './webhook-paths.ts';

/** A run that was taken, under the name of the path that it took. */
export interface TakenPath {
  readonly path: string;
  readonly workflowId: string;
  /** The latest run unless given. */
  readonly runId?: string;
}

/**
 * Recorded before changes could be steered (bulk-…), and before a paused change ended by itself and each look was followed by
 * a wait (steered-…): runs that began then still go these ways, and no new one does.
 */
export const FORMER_PATHS = [
  'bulk-failed',
  'bulk-retried',
  'bulk-scheduled',
  'bulk-continued-as-new',
  'bulk-last-run',
  'bulk-canceled',
  'bulk-canceled-before-date',
  'steered-paused-at-its-end',
  'steered-paused-while-the-last-finish',
  'steered-out-of-room',
  'steered-after-a-lost-run',
];

/** Takes every path of every workflow once, and tells where its history is. `pages` applies database changes page by page. */
export async function takeAllPaths(millpond: Millpond, pages: Millpond): Promise<TakenPath[]> {
  return [
    ...(await inTurn(DEVICE_PATHS, (path) => takeDevicePath(millpond, path))),
    ...(await takeConfirmedPaths(millpond)),
    ...(await takeBusyPaths(millpond)),
    ...(await takeWholeChangePaths(millpond)),
    ...(await takeCanceledPaths(millpond)),
    ...(await takeSteeredPaths(millpond)),
    ...(await takeInventoryPaths(millpond)),
    ...(await takePagePath(pages)),
    await takeRelayPath(millpond),
    ...(await takeWebhookPaths(millpond)),
  ];
}

async function inTurn<Item>(
  items: readonly Item[],
  take: (item: Item) => Promise<TakenPath>,
): Promise<TakenPath[]> {
  const taken: TakenPath[] = [];
  for (const item of items) taken.push(await take(item));
  return taken;
}

async function takeConfirmedPaths(millpond: Millpond): Promise<TakenPath[]> {
  const api = await startApiBeside(millpond);
  try {
    const taken = await inTurn(CONFIRMED_PATHS, (path) => takeDevicePath(millpond, path, api));
    return [...taken, await takeRegistrationPath(millpond)];
  } finally {
    await api.close();
  }
}

async function takeRegistrationPath(millpond: Millpond): Promise<TakenPath> {
  const { client, taskQueue, database, encryption } = millpond;
  const { fleet } = await setScene(millpond, {});
  await database.prisma.callbackRegistration.create({
    data: {
      serviceProviderId: fleet.thingspace,
      url: 'http://127.0.0.1:9/callbacks',
      credentials: sealCallbackCredentials(encryption, fleet.tenantId, {
        username: 'user',
        password: 'word',
      }),
    },
  });
  const workflowId = registerCallbackWorkflowId(fleet.thingspace);
  const handle = await client.workflow.signalWithStart(REGISTER_CALLBACK_WORKFLOW, {
    taskQueue,
    workflowId,
    args: [{ serviceProviderId: fleet.thingspace }],
    signal: REGISTRATION_WANTED_SIGNAL,
    signalArgs: [] as [],
  });
  await handle.result();
  return { path: 'register-callback', workflowId };
}

async function takeDevicePath(millpond: Millpond, taken: DevicePath, api?: ApiBeside): Promise<TakenPath> {
  const { path, carrier, change, options, faults, isTold } = taken;
  const scene = await setScene(millpond, { [`${carrier}Devices`]: 1, ...options });
  if (isTold === true) await api?.receiveCallbacks(scene.fleet, scene.thingspace);
  if (faults !== undefined) await scene[faults.at].faults(...faults.rules);
  await millpond.ended(await millpond.submit(orderFor(scene, carrier, change, 1)));
  return { path, workflowId: deviceWorkflowId(scene.fleet[carrier], iccid(1)) };
}

/** A batch whose device is held by another change: one waits for it, one gives the device up. */
async function takeBusyPaths(millpond: Millpond): Promise<TakenPath[]> {
  const scene = await setScene(millpond, { jasperDevices: 1 });
  await scene.jasper.faults({ do: 'slow', ms: 1_500, times: 1 });
  const holding = await millpond.submit(orderFor(scene, 'jasper', SUSPEND, 1));
  await eventually(async () => (await scene.jasper.effects()).length).toBe(1);
  const order = orderFor(scene, 'jasper', PLAN, 1);
  const rejecting = await millpond.submit({ ...order, onConflict: 'reject' });
  const queueing = await millpond.submit(order);
  for (const id of [holding, rejecting, queueing]) await millpond.ended(id);
  return [
    { path: 'batch-busy-rejected', workflowId: deviceBatchWorkflowId(rejecting, 1) },
    { path: 'batch-busy-queued', workflowId: deviceBatchWorkflowId(queueing, 1) },
  ];
}

async function takeWholeChangePaths(millpond: Millpond): Promise<TakenPath[]> {
  const scene = await setScene(millpond, { jasperDevices: 6 });
  await scene.jasper.faults({ when: { device: iccid(2) }, ...REFUSED });
  const order = orderFor(scene, 'jasper', SUSPEND, 6);
  const id = await millpond.submit(order);
  await millpond.ended(id);
  const bulk = { workflowId: bulkChangeWorkflowId(id) };
  const failed = await millpond.client.workflow.getHandle(bulk.workflowId).describe();
  await scene.jasper.faults();
  await millpond.retry(order.tenantId, id);
  await millpond.ended(id);
  return [
    { path: 'steered-failed', ...bulk, runId: failed.runId },
    { path: 'steered-retried', ...bulk },
    { path: 'batch-fan-out', workflowId: deviceBatchWorkflowId(id, 3) },
    ...(await takeScheduledPath(millpond, scene)),
    ...(await takeContinuedPath(millpond)),
  ];
}

async function takeScheduledPath(millpond: Millpond, scene: Scene): Promise<TakenPath[]> {
  const change: RequestedChange = { ...SUSPEND, effectiveDate: { at: new Date(Date.now() + 1_500) } };
  const id = await millpond.submit(orderFor(scene, 'jasper', change, 1));
  await millpond.ended(id);
  return [{ path: 'steered-scheduled', workflowId: bulkChangeWorkflowId(id) }];
}

async function takeContinuedPath(millpond: Millpond): Promise<TakenPath[]> {
  const scene = await setScene(millpond, { jasperDevices: 6 });
  const order = orderFor(scene, 'jasper', SUSPEND, 6);
  const id = await millpond.submit({ ...order, process: false });
  const workflowId = bulkChangeWorkflowId(id);
  const started = await millpond.client.workflow.start(BULK_CHANGE_WORKFLOW, {
    taskQueue: millpond.taskQueue,
    workflowId,
    args: [{ tenantId: order.tenantId, bulkChangeId: id, batchesPerRun: 2 }],
  });
  await started.result();
  return [
    { path: 'steered-continued-as-new', workflowId, runId: started.firstExecutionRunId },
    { path: 'steered-last-run', workflowId },
  ];
}

async function takeCanceledPaths(millpond: Millpond): Promise<TakenPath[]> {
  const jasperSettings = { requestsPerSecond: 2, maxConcurrentRequests: 1 };
  const scene = await setScene(millpond, { jasperDevices: 12, jasperSettings });
  const running = await millpond.submit(orderFor(scene, 'jasper', SUSPEND, 12));
  await eventually(async () => (await scene.jasper.effects()).length).toBeGreaterThan(0);
  const cancel = (id: string) =>
    millpond.client.workflow
      .getHandle(bulkChangeWorkflowId(id))
      .executeUpdate(CANCEL_UPDATE, { args: [{ actor: 'test' }] });
  await cancel(running);
  await millpond.ended(running);
  const later: RequestedChange = { ...PLAN, effectiveDate: { at: new Date(Date.now() + 86_400_000) } };
  const waiting = await millpond.submit(orderFor(scene, 'jasper', later, 1));
  await eventually(async () => (await millpond.read(waiting)).change.status).toBe('SCHEDULED');
  await cancel(waiting);
  await millpond.ended(waiting);
  return [
    { path: 'steered-canceled', workflowId: bulkChangeWorkflowId(running) },
    { path: 'batch-canceled', workflowId: deviceBatchWorkflowId(running, 1) },
    { path: 'steered-canceled-before-date', workflowId: bulkChangeWorkflowId(waiting) },
  ];
}

async function takePagePath(pages: Millpond): Promise<TakenPath[]> {
  const scene = await setScene(pages, { jasperDevices: 3 });
  const id = await pages.submit(orderFor(scene, 'jasper', ALLOCATION, 3));
  await pages.ended(id);
  return [{ path: 'batch-page', workflowId: deviceBatchWorkflowId(id, 1) }];
}

async function takeRelayPath({ client, taskQueue }: Millpond): Promise<TakenPath> {
  const workflowId = startRelayWorkflowId(taskQueue);
  await ensureStartRelay(client, taskQueue);
  const handle = client.workflow.getHandle(workflowId);
  const isWaiting = async () =>
    ((await handle.fetchHistory()).events ?? []).some((event) => event.timerStartedEventAttributes != null);
  await eventually(isWaiting).toBe(true);
  return { path: 'start-relay', workflowId };
}
