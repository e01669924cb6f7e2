import { printFacts } from '../output/facts.ts';
import type { Terminal } from '../output/terminal.ts';
import { timeText } from '../output/time-text.ts';

/** A comparison of the devices of a service provider with its carrier. */
export interface InventorySync {
  readonly id: string;
  readonly serviceProviderId: string;
  readonly status: 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELED';
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly pages: number;
  readonly seen: number;
  readonly created: number;
  readonly updated: number;
  readonly drifted: number;
  readonly missing: number;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

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
