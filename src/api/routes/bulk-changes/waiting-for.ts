import { BULK_CHANGE_STATUSES, isFinalBulkChangeStatus } from '../../../domain/bulk-change-status.ts';
import type { BulkChangeRow } from '../../../db/bulk-changes.ts';
import { WAITING_FOR, type BulkChangeAnswer } from '../../contracts/bulk-change.ts';
import { knownValue } from '../../stored-value.ts';
import type { CarrierPace } from './carrier-pace.ts';

/** A reservation this far ahead means that devices queue for the account's budget. */
const BUDGET_QUEUE_MS = 2_000;

/** The one cause of slowness that a person can do most about; null when nothing holds the change up. */
export function waitingFor(
  row: BulkChangeRow,
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
  return budget.nextFreeAt.getTime() - now.getTime() > BUDGET_QUEUE_MS ? 'carrier_budget' : null;
}
