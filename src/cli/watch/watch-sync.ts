import type { Cli, Session } from '../cli.ts';
import { CommandFailure } from '../command-failure.ts';
import type { InventorySync } from './inventory-sync.ts';
import { poll } from './poll.ts';
import { createSyncDisplay, syncProgress } from './sync-display.ts';

/** A page takes fifteen minutes at most: what does not move for longer waits for its carrier, or has lost its run. */
const LONGEST_STANDSTILL_MINUTES = 30;

/**
 * Tells how a sync is doing where people read, and returns it once it has ended. Whoever stops watching does not stop the sync,
 * and is told so.
 * @throws CommandFailure endedWithFailures when it stands still; ApiProblem, ApiUnreachable when the API stays away
 */
export async function watchSync(
  { terminal, wait, now }: Cli,
  { api, json }: Session,
  started: InventorySync,
): Promise<InventorySync> {
  const path = `/v1/service-providers/${started.serviceProviderId}/syncs/${started.id}`;
  const read = () => api.get<InventorySync>(path);
  const show = createSyncDisplay(terminal, now, json, started);
  let sync = started;
  let movedAt = now();
  try {
    for await (const present of poll(wait, read, ({ status }) => status !== 'RUNNING')) {
      if (syncProgress(present) !== syncProgress(sync)) movedAt = now();
      sync = present;
      if (sync.status === 'RUNNING') show(sync);
      if (now() - movedAt >= LONGEST_STANDSTILL_MINUTES * 60_000) break;
    }
  } catch (error) {
    terminal.say(`No longer watching; the sync goes on. Watch it again with: ${watchAgain(sync)}`);
    throw error;
  }
  if (sync.status === 'RUNNING') throw standstill(sync);
  return sync;
}

function standstill(sync: InventorySync): CommandFailure {
  const minutes = String(LONGEST_STANDSTILL_MINUTES);
  return new CommandFailure(
    'endedWithFailures',
    `No longer watching: the sync has not moved for ${minutes} minutes. It may wait for its carrier, or its run may be gone.`,
    `Look at its run: ${sync.workflow.url}\nWatch it again, or start another where it is gone: ${watchAgain(sync)}`,
  );
}

function watchAgain({ serviceProviderId }: InventorySync): string {
  return `millpond sync ${serviceProviderId} --watch`;
}
