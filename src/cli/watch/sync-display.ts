import type { Terminal } from '../output/terminal.ts';
import { syncCounts, type InventorySync } from './inventory-sync.ts';

/** Between two lines for a person; a program is told of every move. */
const LINE_EVERY_MS = 5_000;

/** Tells that a sync is watched, and returns what shows each of its states that has moved. */
export function createSyncDisplay(
  terminal: Terminal,
  now: () => number,
  json: boolean,
  started: InventorySync,
): (sync: InventorySync) => void {
  if (json) terminal.print(JSON.stringify(started));
  else terminal.say(`Watching sync ${started.id}.`);
  let shown = syncProgress(started);
  let shownAt = Number.NEGATIVE_INFINITY;
  return (sync) => {
    const progress = syncProgress(sync);
    if (progress === shown || (!json && now() - shownAt < LINE_EVERY_MS)) return;
    shown = progress;
    shownAt = now();
    if (json) terminal.print(JSON.stringify(sync));
    else terminal.say(progress);
  };
}

/** How far a sync is, in words that differ as soon as it has moved. */
export function syncProgress(sync: InventorySync): string {
  return `Page ${sync.pages.toLocaleString('en-US')}: ${syncCounts(sync)}`;
}
