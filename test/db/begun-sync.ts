import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { beginSync } from '../../src/db/inventory/sync-life.ts';
import { loadSyncTask, type SyncTask } from '../../src/db/inventory/sync-task.ts';
import { storePage } from '../../src/db/inventory/store-page.ts';
import type { ListedFound } from '../../src/db/inventory/store-found.ts';
import type { SeededFleet } from './fleet-database.ts';

/** A sync that has begun and read nothing yet. */
export interface BegunSync {
  readonly id: string;
  /** As a step reads it before it asks the carrier. */
  ask(): Promise<SyncTask>;
  /** Stores a page of the list, asked for now unless `asked` says otherwise. */
  page(devices: readonly ListedFound[], asked?: SyncTask): Promise<void>;
  row(): ReturnType<Database['prisma']['inventorySync']['findUniqueOrThrow']>;
}

export async function startSync(
  database: Database,
  { tenantId, jasper }: SeededFleet,
  serviceProviderId = jasper,
): Promise<BegunSync> {
  const id = randomUUID();
  expect(await beginSync(database, { syncId: id, tenantId, serviceProviderId, startedBy: 'test' })).toBe(
    true,
  );
  const ask = async (): Promise<SyncTask> => {
    const task = await loadSyncTask(database, id);
    if (task === null) throw new Error('The sync is over.');
    return task;
  };
  const row = () => database.prisma.inventorySync.findUniqueOrThrow({ where: { id } });
  return {
    id,
    ask,
    page: async (devices, asked) => {
      const { pages } = await row();
      const page = { page: pages + 1, devices, unread: [], next: null };
      expect(await storePage(database, asked ?? (await ask()), page)).toBe(true);
    },
    row,
  };
}

/** A device at Jasper as it is believed to be, but for what `more` says. */
export function listed(iccid: string, more: Partial<ListedFound> = {}): ListedFound {
  return {
    iccid,
    status: 'active',
    ratePlan: 'Small',
    communicationPlan: 'Data',
    msisdn: null,
    imei: null,
    ipAddress: null,
    ...more,
  };
}
