import type { ChangeOrder } from '../../domain/change-order.ts';
import type { Integration } from '../../domain/integration.ts';
import { isConfirmedLater, recipeFor } from '../../domain/recipe.ts';
import { isSameOrder, type CorrectableRow } from './correctable-row.ts';

/** Nobody knows whether the carrier has applied it, or it is known to be applied in part. */
export function isInDoubt({ status, errorCode }: Pick<CorrectableRow, 'status' | 'errorCode'>): boolean {
  return status === 'UNKNOWN' || (errorCode?.endsWith('.half_applied') ?? false);
}

/** Why a row cannot be corrected at all, in words for a person; null when it can. */
export function obstacleOfRow({ status, order, change }: CorrectableRow): string | null {
  if (status !== 'ERROR' && status !== 'UNKNOWN') {
    return `The row is ${status}: only a failed or unknown one can be corrected.`;
  }
  if (change.undoOf === null || order !== null) return null;
  return 'Nothing takes this device back, so there is nothing to correct.';
}

/** Why a row cannot be corrected to this device and order; null when it can. */
export function obstacleInDoubt(
  integration: Integration,
  row: CorrectableRow,
  deviceId: string,
  order: ChangeOrder,
): string | null {
  const isOtherDevice = deviceId !== row.deviceId;
  if (row.change.undoOf !== null && isOtherDevice) {
    return 'The row takes its own device back: it cannot name another one.';
  }
  if (!isInDoubt(row)) return null;
  if (isOtherDevice) {
    return 'The carrier may have changed the device that the row names. Retry the row first, so that it is known.';
  }
  const isOtherOrder = !isSameOrder(order, row.order ?? row.change.order);
  if (isOtherOrder && mayStillBeAtWork(integration, order)) {
    return 'The carrier may still be at work on what the row asked for. Retry the row first, so that it is known.';
  }
  return null;
}

/** Where one read of the device does not tell what became of an earlier request. */
function mayStillBeAtWork(integration: Integration, order: ChangeOrder): boolean {
  const recipe = recipeFor(integration, order, { packageChangeOrder: 'terminate_first' });
  return isConfirmedLater(recipe) || recipe === 'pond_terminate_first';
}
