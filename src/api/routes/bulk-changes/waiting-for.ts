import { BULK_CHANGE_STATUSES, isFinalBulkChangeStatus } from '../../../domain/bulk-change-status.ts';
import type { BulkChangeRow } from '../../../db/bulk-changes.ts';
import { WAITING_FOR, type BulkChangeAnswer } from '../../contracts/bulk-change.ts';
import { knownValue } from '../../stored-value.ts';
import type { CarrierPace } from './carrier-pace.ts';

/** An account whose last slot was taken this long ago is not what its change waits for. */
const BUDGET_IDLE_MS = 1_000;

export type WaitingChange = Pick<BulkChangeRow, 'status' | 'heldBy' | 'pending' | 'serviceProvider'>;

/** The one cause of slowness that a person can do most about; null when nothing holds the change up. */
export function waitingFor(
  row: WaitingChange,
  pace: CarrierPace,
  now: Date,
): BulkChangeAnswer['progress']['waitingFor'] {
  const status = knownValue(BULK_CHANGE_STATUSES, row.status);
  if (isFinalBulkChangeStatus(status)) return null;
  if (status === 'AWAITING_APPROVAL') return 'approval';
  if (status === 'SCHEDULED') return 'effective_date';
  if (row.heldBy !== null) return knownValue(WAITING_FOR, row.heldBy);
  const budget = row.serviceProvider.carrierBudget;
  if (status !== 'PROCESSING' || budget === null || pace.callsPerDevice === 0) return null;
  if (budget.openUntil !== null) return 'carrier_outage';
  return isBudgetUsedUp(row, pace, now) ? 'carrier_budget' : null;
}

/** With a rate, devices go as fast as its slots come: whoever takes them one by one waits for nothing else. */
function isBudgetUsedUp({ pending, serviceProvider }: WaitingChange, pace: CarrierPace, now: Date): boolean {
  const { carrierBudget: budget } = serviceProvider;
  if (budget === null) return false;
  const ahead = budget.nextFreeAt.getTime() - now.getTime();
  return (
    ahead > BUDGET_IDLE_MS || (pace.requestsPerSecond !== null && pending > 0 && ahead > -BUDGET_IDLE_MS)
  );
}
