import { ApplicationFailure } from '@temporalio/common';
import { Context, log } from '@temporalio/activity';
import { CarrierError } from '../carriers/carrier-error.ts';
import type { DeviceListPort, UnreadDevice } from '../carriers/carrier-port.ts';
import { readDevices } from '../carriers/read-devices.ts';
import type { Database } from '../db/client.ts';
import { loadSyncTask, type SyncTask } from '../db/inventory/sync-task.ts';
import { storePage } from '../db/inventory/store-page.ts';
import { listUnseen, storeAnswers } from '../db/inventory/unseen-devices.ts';
import type { InventoryErrorCode } from '../domain/inventory-sync.ts';
import type { OutsideCall } from '../platform/exchange.ts';
import { isBudgetWait, toApplicationFailure } from './failure.ts';
import { startHeartbeat, type Heartbeat } from './heartbeat.ts';
import type { ProviderDirectory } from './provider-directory.ts';
import { readingCall } from './reading-call.ts';

export interface InventoryDeps {
  readonly database: Database;
  readonly providers: ProviderDirectory;
}

export interface InventoryPageInput {
  readonly syncId: string;
  /** From 1. */
  readonly page: number;
  /** Where the list goes on; null: at its beginning. */
  readonly from: string | null;
}

export interface UnseenDevicesInput {
  readonly syncId: string;
  /** The device behind which to go on; null: the first. */
  readonly after: string | null;
}

/** Devices that are asked for in one step. */
const UNSEEN_AT_ONCE = 50;

/** Reads a carrier's devices, and writes nothing there. Runs on the carrier's own task queue. */
export function createInventoryActivities(deps: InventoryDeps) {
  const { database } = deps;
  return {
    /** Reads a page of the list and stores it, once. Answers where the list goes on; null behind the last page. */
    readInventoryPage: ({ syncId, page, from }: InventoryPageInput): Promise<string | null> =>
      inventoryStep(deps, syncId, async ({ task, carrier, call }) => {
        // An earlier attempt has stored it, and was lost before it could say so.
        if (task.pages >= page) return task.cursor;
        const { devices, unread, next } = await carrier.listDevices(from, call);
        const iccids = unread.flatMap(({ iccid }) => iccid ?? []);
        if (!(await storePage(database, task, { page, devices, unread: iccids, next }))) throw replaced();
        logUnread(syncId, unread);
        return next;
      }),

    /**
     * Asks for some devices that the list did not show: a list is read while it changes, and may leave one out. Answers with
     * the last of them; null when there are no more.
     */
    askForUnseenDevices: ({ syncId, after }: UnseenDevicesInput): Promise<string | null> =>
      inventoryStep(deps, syncId, async ({ task, carrier, call }) => {
        const unseen = await listUnseen(database, task, { after, limit: UNSEEN_AT_ONCE });
        const answers = await readDevices(unseen, call, {
          identifierOf: ({ iccid }) => iccid,
          read: async (device) => {
            const listed = await carrier.findDevice(device, call);
            return { device, listed: listed && { ...listed, iccid: device.iccid } };
          },
        });
        const found = answers.read.flatMap(({ listed }) => listed ?? []);
        const missing = answers.read.filter(({ listed }) => listed === null).map(({ device }) => device.id);
        const unread = answers.unread.map(({ device: { iccid }, error }) => ({ identifier: iccid, error }));
        const iccids = unread.map(({ identifier }) => identifier);
        if (!(await storeAnswers(database, task, { found, unread: iccids, missing }))) throw replaced();
        logUnread(syncId, unread);
        return unseen.length < UNSEEN_AT_ONCE ? null : (unseen.at(-1)?.id ?? null);
      }),
  };
}

interface InventoryStep {
  readonly task: SyncTask;
  readonly carrier: DeviceListPort;
  readonly call: OutsideCall;
}

/** The frame around a step: heartbeat, the carrier of the sync, and failures that say when to try again. */
async function inventoryStep<Result>(
  { database, providers }: InventoryDeps,
  syncId: string,
  step: (context: InventoryStep) => Promise<Result>,
): Promise<Result> {
  const heartbeat = startHeartbeat();
  try {
    const task = await loadSyncTask(database, syncId);
    if (task === null) throw replaced();
    const { carrier, settings } = await providers.carrierFor(task, 'read');
    return await step({ task, carrier, call: readingCall(syncId, settings) });
  } catch (error) {
    throw failureOf(error, heartbeat);
  } finally {
    heartbeat.stop();
  }
}

function failureOf(error: unknown, heartbeat: Heartbeat): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  if (!(error instanceof CarrierError)) log.error('A step of a sync failed by a fault of our own', { error });
  if (isBudgetWait(error)) heartbeat.noteWait();
  heartbeat.report();
  const attempt = Context.current().info.attempt - heartbeat.earlierWaits;
  return toApplicationFailure(error, { attempt, uncertain: false });
}

/** A device that cannot be read must not stop the others, but somebody has to learn of it. */
function logUnread(syncId: string, unread: readonly Pick<UnreadDevice, 'identifier' | 'error'>[]): void {
  for (const { identifier, error } of unread) {
    const { code, message } = error;
    log.warn('A sync could not read a device, and left it as it was', { syncId, identifier, code, message });
  }
}

function replaced(): ApplicationFailure {
  const code: InventoryErrorCode = 'inventory.replaced';
  return ApplicationFailure.nonRetryable('The sync is over: a later one has taken over.', code);
}
