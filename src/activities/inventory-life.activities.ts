import type { Database } from '../db/client.ts';
import {
  beginSync,
  endSync,
  type SyncBeginning,
  type SyncCounts,
  type SyncEnd,
} from '../db/inventory/sync-life.ts';
import { loadSyncTask } from '../db/inventory/sync-task.ts';
import { countUnseen, type UnseenCounts } from '../db/inventory/unseen-devices.ts';
import type { SyncSchedules } from '../platform/sync-schedules.ts';

export interface InventoryLifeDeps {
  readonly database: Database;
  readonly schedules: SyncSchedules;
}

/** The beginning, the judgement and the end of a sync: steps of the database. */
export function createInventoryLifeActivities({ database, schedules }: InventoryLifeDeps) {
  return {
    /**
     * Makes the sync's row. False when there is no such service provider any more; a schedule that was left behind when it was
     * deleted is then removed.
     */
    beginInventorySync: async (input: SyncBeginning): Promise<boolean> => {
      const begun = await beginSync(database, input);
      if (!begun) await schedules.remove(input.serviceProviderId);
      return begun;
    },

    /** How many devices the carrier has not listed, and by how many it is judged. */
    countUnseenDevices: async ({ syncId }: { readonly syncId: string }): Promise<UnseenCounts> => {
      const task = await loadSyncTask(database, syncId);
      return task === null ? { toAsk: 0, expected: 0, unseen: 0 } : countUnseen(database, task);
    },

    endInventorySync: (input: SyncEnd): Promise<SyncCounts | null> => endSync(database, input),
  };
}
