import type { Client } from '@temporalio/client';
import { INVENTORY_SYNC_WORKFLOW, inventorySyncWorkflowId } from '../../src/domain/workflow-id.ts';
import type { Integration } from '../../src/domain/integration.ts';
import type { InventorySyncInput } from '../../src/workflows/inventory-sync.ts';
import { syncAppearance, syncArguments, type SyncTarget } from '../../src/platform/sync-start.ts';
import type { Fleet } from '../support/fleet.ts';
import type { Millpond } from '../support/millpond.ts';
import type { Carrier } from './scene.ts';

const INTEGRATIONS: Readonly<Record<Carrier, Integration>> = {
  jasper: 'JASPER',
  pond: 'POND',
  thingspace: 'THINGSPACE',
  telegence: 'TELEGENCE',
};

/** The fleet's service provider at a carrier, as a sync is told of it. */
export function targetAt(fleet: Fleet, carrier: Carrier): SyncTarget {
  const integration = INTEGRATIONS[carrier];
  return { tenantId: fleet.tenantId, serviceProviderId: fleet[carrier], name: carrier, integration };
}

export function startSyncRun(
  { client, taskQueue }: { readonly client: Client; readonly taskQueue: string },
  target: SyncTarget,
  more: Partial<InventorySyncInput> = {},
) {
  return client.workflow.start(INVENTORY_SYNC_WORKFLOW, {
    taskQueue,
    workflowId: inventorySyncWorkflowId(target.serviceProviderId),
    args: [{ ...syncArguments(target, true), ...more }],
    ...syncAppearance(target),
  });
}

/** Runs a sync to its end, whatever that is, and answers with its record. */
export async function runSync(
  millpond: Millpond,
  target: SyncTarget,
  more: Partial<InventorySyncInput> = {},
) {
  const handle = await startSyncRun(millpond, target, more);
  await handle.result().catch(() => undefined);
  return syncOf(millpond, handle.firstExecutionRunId);
}

export function syncOf({ database }: Millpond, id: string) {
  return database.prisma.inventorySync.findUniqueOrThrow({ where: { id } });
}
