import type { Tally } from './tally.ts';

export const BULK_CHANGE_STATUSES = [
  'PENDING',
  'AWAITING_APPROVAL',
  'SCHEDULED',
  'PROCESSING',
  'PAUSED',
  'PROCESSED',
  'ERROR',
  'CANCELED',
] as const;

export type BulkChangeStatus = (typeof BULK_CHANGE_STATUSES)[number];

const FINAL: readonly BulkChangeStatus[] = ['PROCESSED', 'ERROR', 'CANCELED'];

export function isFinalBulkChangeStatus(status: BulkChangeStatus): boolean {
  return FINAL.includes(status);
}

/** What a caller may do with a change, and in which states. Everything else is a 409 that names the state. */
const ACTIONS = {
  process: ['PENDING'],
  approve: ['AWAITING_APPROVAL'],
  reject: ['AWAITING_APPROVAL'],
  cancel: ['PENDING', 'AWAITING_APPROVAL', 'SCHEDULED', 'PROCESSING', 'PAUSED'],
  // What the run says of itself decides; here only those are refused that have none.
  pause: ['PENDING', 'SCHEDULED', 'PROCESSING', 'PAUSED'],
  resume: ['PENDING', 'SCHEDULED', 'PROCESSING', 'PAUSED'],
  promote: ['PENDING', 'SCHEDULED', 'PROCESSING', 'PAUSED'],
  reschedule: ['PENDING', 'SCHEDULED', 'PROCESSING', 'PAUSED'],
  retry: ['PROCESSING', 'PAUSED', 'PROCESSED', 'ERROR', 'CANCELED'],
} as const satisfies Record<string, readonly BulkChangeStatus[]>;

export type BulkChangeAction = keyof typeof ACTIONS;

export function mayAct(action: BulkChangeAction, status: BulkChangeStatus): boolean {
  const states: readonly BulkChangeStatus[] = ACTIONS[action];
  return states.includes(status);
}

/**
 * The final status, derived from the devices' outcomes and never written over them. A failed or unknown device makes
 * the change an ERROR; a change that was stopped before every device had its turn is CANCELED.
 */
export function finalStatus(tally: Tally): BulkChangeStatus {
  if (tally.canceled > 0) return 'CANCELED';
  return tally.error + tally.unknown > 0 ? 'ERROR' : 'PROCESSED';
}
