import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';
import { bulkChangeShape, type FollowedChange } from './api-shapes.ts';

/** Far more than the slowest change takes. */
const deadlineMs = 30 * 60_000;
/** One list for all changes, so that the API's own rate limit is far away. */
const intervalMs = 500;

const endStatuses = ['PROCESSED', 'ERROR', 'CANCELED'];

/**
 * Looks at the changes until all have ended, telling each time how they stand.
 * @throws Error when they take far too long, or when the signal aborts.
 */
export async function followChanges(
  api: ApiClient,
  ids: readonly string[],
  onProgress: (changes: readonly FollowedChange[]) => void,
  signal: AbortSignal,
): Promise<FollowedChange[]> {
  const deadline = performance.now() + deadlineMs;
  const path = `/v1/bulk-changes?createdAfter=${createdAfter(ids)}`;
  while (performance.now() < deadline) {
    const listed = await api.list(path, bulkChangeShape);
    const ours = ids.flatMap((id) => listed.filter((change) => change.id === id));
    onProgress(ours);
    if (ours.length === ids.length && ours.every(({ status }) => endStatuses.includes(status))) return ours;
    await delay(intervalMs, undefined, { signal });
  }
  throw new Error('The changes have not ended after half an hour. Look at them in the Temporal Web UI.');
}

/** A minute before the first of them: ids carry the time at which they were made. */
function createdAfter(ids: readonly string[]): string {
  const times = ids.map((id) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
  return new Date(Math.min(...times) - 60_000).toISOString();
}
