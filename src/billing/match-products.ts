import type { RevProductOrder } from '../domain/change-request.ts';
import type { RevProductAnswer } from './answer.ts';
import type { BillingProduct } from './billing-port.ts';

export interface MatchedProduct {
  readonly order: RevProductOrder;
  /** Null: the line lacks it. */
  readonly existing: BillingProduct | null;
}

/**
 * Pairs each ordered product with one that the line has already. Each existing one counts once, so that a product
 * ordered twice is there twice. A different rate does not make it another product: a second one would be a second
 * charge.
 */
export function matchProducts(
  orders: readonly RevProductOrder[],
  active: readonly RevProductAnswer[],
): readonly MatchedProduct[] {
  const left = [...active];
  return orders.map((order) => {
    const at = left.findIndex(({ productId }) => productId === order.productId);
    const [found] = at === -1 ? [] : left.splice(at, 1);
    return {
      order,
      existing:
        found === undefined
          ? null
          : { externalId: found.serviceProductId, productId: found.productId, rate: found.rate },
    };
  });
}
