import {
  BULK_CHANGE_WORKFLOW,
  bulkChangeWorkflowId,
  CANCEL_UPDATE,
  PAUSE_UPDATE,
  PROMOTE_UPDATE,
  RESCHEDULE_UPDATE,
  RESUME_UPDATE,
} from '../../src/domain/workflow-id.ts';
import {
  deviceBatchWorkflowId,
  deviceWorkflowId,
  REGISTER_CALLBACK_WORKFLOW,
  registerCallbackWorkflowId,
  REGISTRATION_WANTED_SIGNAL,
  startRelayWorkflowId,
} from '../../src/domain/workflow-id.ts';
import type { RequestedChange, RequestedCustomerAssignment } from '../../src/domain/change-request.ts';
import { ensureStartRelay } from '../../src/worker/ensure-start-relay.ts';
import { sealCallbackCredentials } from '../../src/platform/sealed-callback-credentials.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { startApiBeside, type ApiBeside } from '../support/api-beside.ts';
import type { Millpond } from '../support/millpond.ts';
import {
  eventually,
  orderFor,
  setScene,
  type Carrier,
  type Scene,
  type SceneOptions,
} from '../workflows/scene.ts';

/** A run that was taken, under the name of the path that it took. */
export interface TakenPath {
  readonly path: string;
  readonly workflowId: string;
  /** The latest run unless given. */
  readonly runId?: string;
}

const SUSPEND: RequestedChange = { changeType: 'statusupdate', targetStatus: 'suspended' };
const DEACTIVATE: RequestedChange = { changeType: 'statusupdate', targetStatus: 'deactivated' };
const PLAN: RequestedChange = { changeType: 'carrierrateplanchange', carrierRatePlan: 'LARGE' };
const PACKAGE: RequestedChange = { changeType: 'carrierrateplanchange', carrierRatePlan: 'P10' };
const ALLOCATION: RequestedChange = { changeType: 'customerrateplanchange', customerDataAllocationMB: 5 };
const REV: RequestedCustomerAssignment = {
  changeType: 'customerassignment',
  revCustomerId: '7001',
  createRevService: true,
  revProducts: [{ productId: '31', rate: 4.5 }],
  useCarrierActivation: true,
  prorate: false,
};

const REFUSED = { do: 'http', status: 400 };
const create = { pondSettings: { packageChangeOrder: 'create_first' } };

interface DevicePath {
  readonly path: string;
  readonly carrier: Carrier;
  readonly change: RequestedChange;
  readonly options?: SceneOptions;
  readonly faults?: { readonly at: Carrier | 'revio'; readonly rules: readonly object[] };
  /** ThingSpace tells by callback. */
  readonly isTold?: boolean;
}

function pondRefuses(operation: string, ...turns: number[]): Required<Pick<DevicePath, 'faults'>>['faults'] {
  return { at: 'pond', rules: turns.map((nth) => ({ when: { operation, nth }, ...REFUSED })) };
}

const ACTIVATE: RequestedChange = {
  changeType: 'statusupdate',
  targetStatus: 'active',
  carrierRatePlan: 'LARGE',
  mdnZipCode: '75001',
};
const WITH_ADDRESS: RequestedChange = {
  ...ACTIVATE,
  staticIp: { pdpName: 'static', accessPointName: '', lteIndicator: true, defaultApnIndicator: false },
};
const inventory = { status: 'inventory' } as const;
const confirmation = { firstPollSeconds: 0.2, slowestPollSeconds: 0.5, deadlineSeconds: 1 };

/** What a carrier confirms later, with each way of finding out. */
const CONFIRMED_PATHS: readonly DevicePath[] = [
  { path: 'device-thingspace-told', carrier: 'thingspace', change: SUSPEND, isTold: true },
  { path: 'device-thingspace-asked', carrier: 'thingspace', change: SUSPEND },
  {
    path: 'device-thingspace-plan',
    carrier: 'thingspace',
    change: { changeType: 'carrierrateplanchange', carrierRatePlan: 'm2m10' },
  },
  {
    path: 'device-thingspace-in-place',
    carrier: 'thingspace',
    change: { changeType: 'statusupdate', targetStatus: 'active' },
  },
  {
    path: 'device-thingspace-failed',
    carrier: 'thingspace',
    change: SUSPEND,
    isTold: true,
    faults: { at: 'thingspace', rules: [{ when: { operation: 'suspend' }, do: 'callbackFailed' }] },
  },
  {
    path: 'device-thingspace-unconfirmed',
    carrier: 'thingspace',
    change: SUSPEND,
    options: { thingspaceSettings: { confirmation } },
    faults: { at: 'thingspace', rules: [{ when: { operation: 'suspend' }, do: 'stuckPending' }] },
  },
  { path: 'device-telegence-activation', carrier: 'telegence', change: ACTIVATE, options: inventory },
  {
    path: 'device-telegence-restored',
    carrier: 'telegence',
    change: ACTIVATE,
    options: { status: 'suspended' },
  },
  {
    path: 'device-telegence-rejected',
    carrier: 'telegence',
    change: ACTIVATE,
    options: inventory,
    faults: { at: 'telegence', rules: [{ when: { operation: 'activate' }, do: 'rejectItem' }] },
  },
  { path: 'device-telegence-address', carrier: 'telegence', change: WITH_ADDRESS, options: inventory },
  {
    path: 'device-telegence-half-applied',
    carrier: 'telegence',
    change: WITH_ADDRESS,
    options: inventory,
    faults: { at: 'telegence', rules: [{ when: { operation: 'submitAddresses' }, do: 'rejectItem' }] },
  },
];

/** Every recipe, with success and with each way of failing that takes other steps. */
const DEVICE_PATHS: readonly DevicePath[] = [
  { path: 'device-status', carrier: 'jasper', change: SUSPEND },
  {
    path: 'device-status-refused',
    carrier: 'jasper',
    change: SUSPEND,
    faults: { at: 'jasper', rules: [REFUSED] },
  },
  {
    path: 'device-status-second-try',
    carrier: 'pond',
    change: SUSPEND,
    faults: { at: 'pond', rules: [{ do: 'applyThenDrop', times: 1 }] },
  },
  { path: 'device-deactivation', carrier: 'jasper', change: DEACTIVATE },
  {
    path: 'device-deactivation-refused-after-move',
    carrier: 'jasper',
    change: DEACTIVATE,
    faults: { at: 'jasper', rules: [{ when: { nth: 2 }, ...REFUSED }] },
  },
  { path: 'device-rate-plan', carrier: 'jasper', change: PLAN },
  { path: 'device-package-terminate-first', carrier: 'pond', change: PACKAGE },
  { path: 'device-package-create-first', carrier: 'pond', change: PACKAGE, options: create },
  {
    path: 'device-package-in-place',
    carrier: 'pond',
    change: PACKAGE,
    options: { packages: [{ packageTypeId: 4712 }] },
  },
  {
    path: 'device-package-terminate-first-compensated',
    carrier: 'pond',
    change: PACKAGE,
    faults: pondRefuses('addPackage', 1),
  },
  {
    path: 'device-package-create-first-compensated',
    carrier: 'pond',
    change: PACKAGE,
    options: create,
    faults: pondRefuses('setPackageStatus', 1),
  },
  {
    path: 'device-package-half-applied',
    carrier: 'pond',
    change: PACKAGE,
    faults: pondRefuses('addPackage', 1, 2),
  },
  { path: 'device-rev-service', carrier: 'jasper', change: REV },
  {
    path: 'device-rev-service-half-applied',
    carrier: 'jasper',
    change: REV,
    faults: { at: 'revio', rules: [{ when: { operation: 'createProduct' }, ...REFUSED }] },
  },
  { path: 'device-database', carrier: 'jasper', change: ALLOCATION },
];

/** Recorded before changes could be steered: runs that began then still go these ways, and no new one does. */
export const FORMER_PATHS = [
  'bulk-failed',
  'bulk-retried',
  'bulk-scheduled',
  'bulk-continued-as-new',
  'bulk-last-run',
  'bulk-canceled',
  'bulk-canceled-before-date',
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
    ...(await takePagePath(pages)),
    await takeRelayPath(millpond),
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

/** A change that is paused and resumed, one in waves, one that its failures stop, and one whose date is moved. */
async function takeSteeredPaths(millpond: Millpond): Promise<TakenPath[]> {
  const update = (id: string, name: string, argument?: string) =>
    millpond.client.workflow
      .getHandle(bulkChangeWorkflowId(id))
      .executeUpdate<void, [string | undefined]>(name, { args: [argument] });
  const status = async (id: string) => (await millpond.read(id)).change.status;
  const jasperSettings = { requestsPerSecond: 4, maxConcurrentRequests: 1 };
  const scene = await setScene(millpond, { jasperDevices: 12, jasperSettings });
  const paused = await millpond.submit(orderFor(scene, 'jasper', SUSPEND, 12));
  await eventually(async () => (await scene.jasper.effects()).length).toBeGreaterThan(0);
  await update(paused, PAUSE_UPDATE, 'a look');
  await update(paused, RESUME_UPDATE);
  await millpond.ended(paused);
  const waves = await millpond.submit({
    ...orderFor(await setScene(millpond, { jasperDevices: 6 }), 'jasper', SUSPEND, 6),
    rollout: {
      waves: [
        { size: { count: 2 }, pauseAfter: true },
        { size: { count: 2 }, pauseAfter: false },
      ],
    },
  });
  await eventually(() => status(waves)).toBe('PAUSED');
  await update(waves, PROMOTE_UPDATE);
  await millpond.ended(waves);
  const failing = await setScene(millpond, { jasperDevices: 6 });
  await failing.jasper.faults(REFUSED);
  const gated = await millpond.submit({
    ...orderFor(failing, 'jasper', SUSPEND, 6),
    rollout: { maxInFlight: 1, errorGate: { percent: 10, minimumDevices: 2 } },
  });
  await eventually(() => status(gated)).toBe('PAUSED');
  await update(gated, CANCEL_UPDATE, 'immediate');
  await millpond.ended(gated);
  const moved = await millpond.submit(
    orderFor(
      await setScene(millpond, { jasperDevices: 1 }),
      'jasper',
      { ...SUSPEND, effectiveDate: { at: new Date(Date.now() + 86_400_000) } },
      1,
    ),
  );
  await eventually(() => status(moved)).toBe('SCHEDULED');
  await update(moved, RESCHEDULE_UPDATE, new Date().toISOString());
  await millpond.ended(moved);
  return [
    { path: 'steered-paused', workflowId: bulkChangeWorkflowId(paused) },
    { path: 'steered-waves', workflowId: bulkChangeWorkflowId(waves) },
    { path: 'steered-gated', workflowId: bulkChangeWorkflowId(gated) },
    { path: 'steered-rescheduled', workflowId: bulkChangeWorkflowId(moved) },
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
