import { waveEnds, type Rollout } from '../../../domain/rollout.ts';
import { finished, percentDone, total, type Tally } from '../../../domain/tally.ts';
import type { BulkChangeRow } from '../../../db/bulk-changes.ts';
import type { BulkChangeAnswer } from '../../contracts/bulk-change.ts';
import { carrierPaceOf, type CarrierPace, type PacedChange } from './carrier-pace.ts';
import { waitingFor, type WaitingChange } from './waiting-for.ts';

/** What the progress of a change is told from. */
export type ProgressingChange = Pick<BulkChangeRow, keyof Tally | 'startedAt' | 'finishedAt'> &
  PacedChange &
  WaitingChange;

/** How far a change is, how fast it goes, when it will be done, and what holds it up. */
export function progressOf(row: ProgressingChange, now: Date): BulkChangeAnswer['progress'] {
  const rate = devicesPerSecond(row, now);
  const left = total(row) - finished(row);
  const pace = carrierPaceOf(row);
  return {
    percent: percentDone(row),
    devicesPerSecond: rate,
    estimatedFinishAt: row.status === 'PROCESSING' ? estimatedFinish(left, rate, pace, now) : null,
    waitingFor: waitingFor(row, pace, now),
  };
}

export function countsOf(row: Pick<BulkChangeRow, keyof Tally | 'total'>): BulkChangeAnswer['counts'] {
  const { pending, processing, awaitingConfirmation, processed, error, unknown, canceled } = row;
  return {
    total: row.total,
    pending,
    processing,
    awaitingConfirmation,
    processed,
    error,
    unknown,
    canceled,
  };
}

/** The wave that is let through; null when the rollout names none. */
export function waveOf(row: Pick<BulkChangeRow, 'rollout' | 'wave' | 'total'>): BulkChangeAnswer['wave'] {
  const rollout = row.rollout as unknown as Rollout | null;
  if (rollout === null || rollout.waves.length === 0) return null;
  return { number: row.wave + 1, of: waveEnds(rollout.waves, row.total).length };
}

/** By the pace so far, or by the carrier's budget when that takes longer. Null while there is nothing to go by. */
function estimatedFinish(left: number, rate: number | null, pace: CarrierPace, now: Date): string | null {
  if (left === 0) return null;
  const { callsPerDevice, requestsPerSecond } = pace;
  const byPace = rate === null || rate === 0 ? 0 : left / rate;
  const byBudget = requestsPerSecond === null ? 0 : (left * callsPerDevice) / requestsPerSecond;
  const seconds = Math.max(byPace, byBudget);
  return seconds === 0 ? null : new Date(now.getTime() + seconds * 1_000).toISOString();
}

function devicesPerSecond(row: ProgressingChange, now: Date): number | null {
  if (row.startedAt === null) return null;
  const seconds = ((row.finishedAt ?? now).getTime() - row.startedAt.getTime()) / 1_000;
  return seconds <= 0 ? null : Math.round((finished(row) / seconds) * 10) / 10;
}
