import type { Cli, Session } from '../cli.ts';
import { syncCounts, type InventorySync } from './inventory-sync.ts';

const POLL_MS = 2_000;

/** Asks every two seconds how a sync is doing, tells it where people read, and returns it once it has ended. */
export async function watchSync(
  { terminal, wait }: Cli,
  { api, json }: Session,
  started: InventorySync,
): Promise<InventorySync> {
  const path = `/v1/service-providers/${started.serviceProviderId}/syncs/${started.id}`;
  let sync = started;
  let told = '';
  while (sync.status === 'RUNNING') {
    const counts = syncCounts(sync);
    if (counts !== told) tell(sync, counts);
    told = counts;
    try {
      await wait(POLL_MS);
    } catch (error) {
      terminal.say('No longer watching; the sync goes on.');
      throw error;
    }
    sync = await api.get<InventorySync>(path);
  }
  return sync;

  function tell(present: InventorySync, counts: string): void {
    if (json) terminal.print(JSON.stringify(present));
    else terminal.say(`Page ${String(present.pages)}: ${counts}`);
  }
}
