import type { Tally } from '../domain/tally.ts';

/** The counts of a running change, as the Web UI shows them. Updated when a batch ends, so it costs nothing per device. */
export interface Progress {
  total: number;
  processed: number;
  failed: number;
  batchesDone: number;
  batches: number;
}

export function progressText(progress: Progress): string {
  const done = progress.processed + progress.failed;
  const percent = progress.total === 0 ? 100 : Math.floor((done * 100) / progress.total);
  return [
    `**${String(percent)} %** of ${String(progress.total)} devices`,
    '',
    `- processed: ${String(progress.processed)}`,
    `- failed: ${String(progress.failed)}`,
    `- remaining: ${String(progress.total - done)}`,
    `- batches of this run: ${String(progress.batchesDone)} of ${String(progress.batches)}`,
  ].join('\n');
}

/** How a change ended, as the Web UI shows it. */
export function closedText(status: string, tally: Tally): string {
  return [
    `**${status}**`,
    '',
    `- processed: ${String(tally.processed)}`,
    `- failed: ${String(tally.error)}`,
    `- unknown: ${String(tally.unknown)}`,
    `- canceled: ${String(tally.canceled)}`,
  ].join('\n');
}
