import type { ChangeOrder } from '../../domain/change-order.ts';
import type { ChangeRequest, RequestedDevice, RequestFault } from '../../domain/change-request.ts';
import { corrected } from '../../domain/row-correction.ts';
import type { PrismaClient } from '../generated/client.ts';
import type { OrderableProvider } from './orderable-provider.ts';
import { resolveOrder } from './resolve-order.ts';

type CorrectedOrders =
  | { readonly ok: true; readonly orders: ReadonlyMap<RequestedDevice, ChangeOrder> }
  | { readonly ok: false; readonly faults: readonly RequestFault[] };

/** The orders of devices that carry a correction of their own; equal corrections are looked up once. */
export async function correctedOrders(
  prisma: PrismaClient,
  provider: OrderableProvider,
  { devices, change }: ChangeRequest,
  now: Date,
): Promise<CorrectedOrders> {
  const orders = new Map<RequestedDevice, ChangeOrder>();
  const known = new Map<string, ChangeOrder>();
  for (const device of devices) {
    const { correction } = device;
    if (correction === undefined) continue;
    const key = JSON.stringify(correction);
    let order = known.get(key);
    if (order === undefined) {
      const resolved = await resolveOrder(prisma, provider, corrected(change, correction), now);
      if (!resolved.ok) return { ok: false, faults: resolved.faults };
      order = resolved.order;
      known.set(key, order);
    }
    orders.set(device, order);
  }
  return { ok: true, orders };
}
