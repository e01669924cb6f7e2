import type { ChangeOrder } from '../../domain/change-order.ts';
import type { RequestedDevice } from '../../domain/change-request.ts';

/**
 * The orders of devices that do not follow their change's: `corrected` ones, and those of devices with a date of their
 * own where the order itself says from when it holds.
 */
export function datedOrders(
  order: ChangeOrder,
  devices: readonly RequestedDevice[],
  corrected: ReadonlyMap<RequestedDevice, ChangeOrder>,
): ReadonlyMap<RequestedDevice, ChangeOrder> {
  const orders = new Map(corrected);
  for (const device of devices) {
    const { effectiveAt } = device;
    const own = orders.get(device) ?? order;
    if (effectiveAt === undefined || !('effectiveFrom' in own)) continue;
    orders.set(device, { ...own, effectiveFrom: effectiveAt.toISOString() });
  }
  return orders;
}
