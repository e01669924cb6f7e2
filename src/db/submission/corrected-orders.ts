import type { ChangeOrder } from '../../domain/change-order.ts';
import type { ChangeRequest, RequestFault } from '../../domain/change-request.ts';
import { corrected, type RowCorrection } from '../../domain/row-correction.ts';
import type { PrismaClient } from '../generated/client.ts';
import type { OrderableProvider } from './orderable-provider.ts';
import { resolveOrder } from './resolve-order.ts';

type CorrectedOrders =
  | { readonly ok: true; readonly orders: ReadonlyMap<string, ChangeOrder> }
  | { readonly ok: false; readonly faults: readonly RequestFault[] };

/** The orders of the corrections that single devices carry, by `correctionKey`. */
export async function correctedOrders(
  prisma: PrismaClient,
  provider: OrderableProvider,
  { corrections = [], change }: Pick<ChangeRequest, 'corrections' | 'change'>,
  now: Date,
): Promise<CorrectedOrders> {
  const orders = new Map<string, ChangeOrder>();
  for (const correction of corrections) {
    const resolved = await resolveOrder(prisma, provider, corrected(change, correction), now);
    if (!resolved.ok) return { ok: false, faults: resolved.faults };
    orders.set(correctionKey(correction), resolved.order);
  }
  return { ok: true, orders };
}

/** The same text for corrections that say the same, in whatever order. */
export function correctionKey(correction: RowCorrection): string {
  return JSON.stringify(Object.entries(correction).sort(([one], [other]) => (one < other ? -1 : 1)));
}
