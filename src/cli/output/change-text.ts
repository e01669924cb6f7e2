import type { BulkChangeAnswer } from '../../api/contracts/bulk-change.ts';
import type { BulkChangeStatus } from '../../domain/bulk-change-status.ts';
import { CHANGE_TITLES } from '../../domain/change-type.ts';
import { INTEGRATION_TITLES } from '../../domain/integration.ts';
import type { WAITING_FOR } from '../../api/contracts/bulk-change.ts';
import { printFacts } from './facts.ts';
import type { Colour } from './style.ts';
import type { Terminal } from './terminal.ts';
import { timeText } from './time-text.ts';

const STATUS_COLOURS = {
  PENDING: 'yellow',
  AWAITING_APPROVAL: 'yellow',
  SCHEDULED: 'cyan',
  PROCESSING: 'cyan',
  PAUSED: 'yellow',
  PROCESSED: 'green',
  ERROR: 'red',
  CANCELED: 'red',
} as const satisfies Record<BulkChangeStatus, Colour>;

const WAITING_TEXTS = {
  effective_date: 'its date',
  approval: 'approval by a second person',
  carrier_budget: 'the request budget of the carrier',
  carrier_outage: 'the carrier, which is down',
  maintenance_window: 'its maintenance window',
  wave_gate: 'the next wave to be promoted',
  device_lane: 'another change of the same devices',
} as const satisfies Record<(typeof WAITING_FOR)[number], string>;

export type WaitingFor = BulkChangeAnswer['progress']['waitingFor'];

/** Undefined for a status that a newer API may have. */
export function statusColour(status: BulkChangeStatus): Colour | undefined {
  return STATUS_COLOURS[status];
}

/** What holds a change up, in words; undefined when nothing does. */
export function waitingText(waitingFor: WaitingFor | undefined): string | undefined {
  if (waitingFor == null) return undefined;
  const known: string | undefined = WAITING_TEXTS[waitingFor];
  return known ?? waitingFor;
}

/** 3 processed, 1 failed, 2 pending: whatever there is any of. */
export function countsText(counts: BulkChangeAnswer['counts']): string {
  const parts = [
    [counts.processed, 'processed'],
    [counts.error, 'failed'],
    [counts.unknown, 'unknown'],
    [counts.canceled, 'canceled'],
    [counts.awaitingConfirmation, 'awaiting confirmation'],
    [counts.processing, 'at work'],
    [counts.pending, 'pending'],
  ] as const;
  const some = parts.filter(([number]) => number > 0);
  if (some.length === 0) return 'no device yet';
  return some.map(([number, word]) => `${number.toLocaleString('en-US')} ${word}`).join(', ');
}

/** Prints a change as a person reads it. */
export function printChange(terminal: Terminal, change: BulkChangeAnswer): void {
  const { counts, progress, wave, workflow } = change;
  printFacts(terminal, [
    ['Change', change.id],
    ['What', `${CHANGE_TITLES[change.changeType]} at ${INTEGRATION_TITLES[change.integration]}`],
    ['Status', change.status],
    ['Waits for', waitingText(progress.waitingFor) ?? null],
    ['Paused because', change.pauseReason],
    ['Devices', `${counts.total.toLocaleString('en-US')}: ${countsText(counts)}`],
    [
      'Named again',
      change.duplicates > 0 ? `${change.duplicates.toLocaleString('en-US')} times, left out` : null,
    ],
    ['Wave', wave === null ? null : `${String(wave.number)} of ${String(wave.of)}`],
    ['Takes effect', change.effectiveAt === null ? null : timeText(change.effectiveAt)],
    ['Submitted', `${timeText(change.createdAt)} by ${change.createdBy}`],
    [
      'Approved',
      change.approvedBy === null ? null : `${timeText(change.approvedAt)} by ${change.approvedBy}`,
    ],
    ['Started', change.startedAt === null ? null : timeText(change.startedAt)],
    ['Finished', change.finishedAt === null ? null : timeText(change.finishedAt)],
    ['Takes back', change.undoOf],
    ['Repeats', change.resubmitOf],
    ['Plan hash', change.planHash],
    ['In Temporal', workflow.url],
  ]);
}
