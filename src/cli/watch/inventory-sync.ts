import type { z } from 'zod';
import type { inventorySyncSchema } from '../../api/contracts/inventory-sync.ts';
import { printFacts } from '../output/facts.ts';
import type { Terminal } from '../output/terminal.ts';
import { timeText } from '../output/time-text.ts';

/** A comparison of the devices of a service provider with its carrier. */
export type InventorySync = z.output<typeof inventorySyncSchema>;

export function printSync(terminal: Terminal, sync: InventorySync): void {
  printFacts(terminal, [
    ['Sync', sync.id],
    ['Status', sync.status],
    ['Devices', syncCounts(sync)],
    ['Started', timeText(sync.startedAt)],
    ['Finished', sync.finishedAt === null ? null : timeText(sync.finishedAt)],
    ['Error', sync.errorCode],
    ['Because', sync.errorMessage],
  ]);
}

export function syncCounts({ seen, created, updated, drifted, missing }: InventorySync): string {
  const counts = { seen, created, updated, drifted, missing };
  return Object.entries(counts)
    .map(([name, number]) => `${number.toLocaleString('en-US')} ${name}`)
    .join(', ');
}
