import { findStartRequests } from '../db/start-requests.ts';
import type { Database } from '../db/client.ts';
import type { Clock } from '../platform/clock.ts';
import type { BulkChangeStarter } from '../platform/bulk-change-starter.ts';

/** Younger wishes belong to the API, which starts what it has just stored. */
const API_HAS_MS = 3_000;

/** Starts the changes that are stored but not started. Returns how many; the rest waits for the next look. */
export async function startRequestedChanges(deps: {
  readonly database: Database;
  readonly clock: Clock;
  readonly starter: BulkChangeStarter;
}): Promise<number> {
  const olderThan = new Date(deps.clock.now().getTime() - API_HAS_MS);
  const requests = await findStartRequests(deps.database, olderThan);
  for (const request of requests) await deps.starter.start(request.tenantId, request.bulkChangeId);
  return requests.length;
}
