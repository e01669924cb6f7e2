import type { EndedSyncStatus } from '../domain/inventory-sync.ts';
import type { SyncPlace } from './inventory-sync.ts';

/** Where a sync stands, as the Web UI shows it. */
export function syncProgressText(place: SyncPlace): string {
  switch (place.phase) {
    case 'list':
      return `Reading page **${String(place.page)}** of the carrier’s list`;
    case 'unseen':
      return 'Asking for devices that the list did not show';
  }
}

/** How a sync ended, as the Web UI shows it. */
export function syncEndText(
  status: EndedSyncStatus,
  counts: {
    readonly pages: number;
    readonly seen: number;
    readonly created: number;
    readonly updated: number;
    readonly drifted: number;
    readonly missing: number;
  },
): string {
  const lines = Object.entries(counts).map(([what, count]) => `- ${what}: ${String(count)}`);
  return [`**${status}**`, '', ...lines].join('\n');
}
