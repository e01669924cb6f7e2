import type { DeviceChangeStatus } from './device-change-status.ts';

/** How many devices of a change are in each state. */
export interface Tally {
  readonly pending: number;
  readonly processing: number;
  readonly awaitingConfirmation: number;
  readonly processed: number;
  readonly error: number;
  readonly unknown: number;
  readonly canceled: number;
}

/** Where each status is counted; the database columns have the same names in snake case. */
export const TALLY_FIELDS = {
  PENDING: 'pending',
  PROCESSING: 'processing',
  AWAITING_CONFIRMATION: 'awaitingConfirmation',
  PROCESSED: 'processed',
  ERROR: 'error',
  UNKNOWN: 'unknown',
  CANCELED: 'canceled',
} as const satisfies Record<DeviceChangeStatus, keyof Tally>;

export const EMPTY_TALLY: Tally = {
  pending: 0,
  processing: 0,
  awaitingConfirmation: 0,
  processed: 0,
  error: 0,
  unknown: 0,
  canceled: 0,
};

export function tallyOf(statuses: readonly DeviceChangeStatus[]): Tally {
  const tally: Record<keyof Tally, number> = { ...EMPTY_TALLY };
  for (const status of statuses) tally[TALLY_FIELDS[status]] += 1;
  return tally;
}

export function total(tally: Tally): number {
  return finished(tally) + tally.pending + tally.processing + tally.awaitingConfirmation;
}

/** Devices that have an outcome. */
export function finished(tally: Tally): number {
  return tally.processed + tally.error + tally.unknown + tally.canceled;
}

/** Whole percent, rounded down, so that 100 means that nothing is left. */
export function percentDone(tally: Tally): number {
  const all = total(tally);
  return all === 0 ? 100 : Math.floor((finished(tally) * 100) / all);
}
