import type { ChangeOrder } from '../../domain/change-order.ts';
import type { RequestFault } from '../../domain/change-request.ts';

/** What looking up the names of a request came to. */
export type Resolution<Order extends ChangeOrder = ChangeOrder> =
  | { readonly ok: true; readonly order: Order }
  | { readonly ok: false; readonly faults: readonly RequestFault[] };

/** The order when nothing is wrong, all faults otherwise. */
export function resolution<Order extends ChangeOrder>(
  faults: readonly RequestFault[],
  order: () => Order,
): Resolution<Order> {
  return faults.length > 0 ? { ok: false, faults } : { ok: true, order: order() };
}
