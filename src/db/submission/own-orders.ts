import type { ChangeOrder } from '../../domain/change-order.ts';
import type { RequestedDevice } from '../../domain/change-request.ts';
import { correctionKey } from './corrected-orders.ts';

/**
 * The orders of devices that do not follow their change's: those with a correction, whose order is in `corrected`, and
 * those with a date of their own where the order itself says from when it holds.
 */
export function ownOrders(
  order: ChangeOrder,
  devices: readonly RequestedDevice[],
  corrected: ReadonlyMap<string, ChangeOrder>,
): ReadonlyMap<RequestedDevice, ChangeOrder> {
  const orders = new Map<RequestedDevice, ChangeOrder>();
  for (const device of devices) {
    const { correction, effectiveAt } = device;
    const own = correction === undefined ? order : corrected.get(correctionKey(correction));
    if (own === undefined) throw new Error('A device carries a correction that its request does not list.');
    const isDated = effectiveAt !== undefined && 'effectiveFrom' in own;
    if (isDated) orders.set(device, { ...own, effectiveFrom: effectiveAt.toISOString() });
    else if (own !== order) orders.set(device, own);
  }
  return orders;
}
