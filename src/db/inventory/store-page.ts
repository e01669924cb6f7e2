import type { Database } from '../client.ts';
import { storeFound, type ListedFound } from './store-found.ts';
import type { SyncTask } from './sync-task.ts';

export interface ReadPage {
  /** From 1. */
  readonly page: number;
  readonly devices: readonly ListedFound[];
  /** ICCIDs of devices that are there too, of which the carrier does not say how they are. */
  readonly unread: readonly string[];
  /** Where the list goes on; null behind the last page. */
  readonly next: string | null;
}

/**
 * Stores a page of the carrier's list together with the count of pages, in one transaction. A page that an earlier attempt
 * has stored is not stored again, so that no count is wrong. False when the sync is over.
 */
export function storePage(
  { prisma }: Database,
  task: SyncTask,
  { page, devices, unread, next }: ReadPage,
): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    const [sync] = await tx.$queryRaw<{ pages: number }[]>`
      select pages from inventory_syncs where id = ${task.syncId}::uuid and status = 'RUNNING' for update`;
    if (sync === undefined) return false;
    if (sync.pages >= page) return true;
    const { seen, created, updated, drifted } = await storeFound(tx, task, devices, unread);
    await tx.$executeRaw`
      update inventory_syncs set pages = ${page}, cursor = ${next}, seen = seen + ${seen}, created = created + ${created},
        updated = updated + ${updated}, drifted = drifted + ${drifted}
      where id = ${task.syncId}::uuid`;
    return true;
  });
}
