import { log } from '@temporalio/activity';
import { findStartRequests } from '../db/start-requests.ts';
import type { Database } from '../db/client.ts';
import type { Clock } from '../platform/clock.ts';
import type { BulkChangeStarter } from '../platform/bulk-change-starter.ts';

/** Younger wishes belong to the API, which starts what it has just stored. */
const API_HAS_MS = 3_000;

/**
 * Starts the changes that are stored but not started. One that cannot be started is logged and stays for the next look,
 * and those behind it are started all the same. Returns how many were started.
 */
export async function startRequestedChanges(deps: {
  readonly database: Database;
  readonly clock: Clock;
  readonly starter: BulkChangeStarter;
}): Promise<number> {
  const olderThan = new Date(deps.clock.now().getTime() - API_HAS_MS);
  const requests = await findStartRequests(deps.database, olderThan);
  let started = 0;
  for (const { tenantId, bulkChangeId } of requests) {
    try {
      await deps.starter.start(tenantId, bulkChangeId);
      started += 1;
    } catch (error) {
      log.warn('A stored change could not be started; the next look tries again', { error, bulkChangeId });
    }
  }
  return started;
}
