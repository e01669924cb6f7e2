import type { ChangeOrder } from '../../domain/change-order.ts';
import type { RequestFault } from '../../domain/change-request.ts';
import { corrected } from '../../domain/row-correction.ts';
import type { PrismaClient } from '../generated/client.ts';
import type { CorrectableRow, DeviceCorrection } from './correctable-row.ts';
import type { OrderableProvider } from './orderable-provider.ts';
import type { Resolution } from './resolution.ts';
import { resolveOrder } from './resolve-order.ts';

/**
 * The order of a row with everything that was ever corrected of it. What was sealed stays sealed where nothing of the
 * order is corrected, and so does the date from which a customer rate plan or a customer holds.
 */
export async function correctedOrder(
  prisma: PrismaClient,
  provider: OrderableProvider,
  row: Pick<CorrectableRow, 'order' | 'overrides' | 'change'>,
  { correction, change }: Pick<DeviceCorrection, 'correction' | 'change'>,
  now: Date,
): Promise<Resolution> {
  const sealed = row.order ?? row.change.order;
  if (change === null || Object.keys(correction).length === 0) return { ok: true, order: sealed };
  const wanted = corrected(change, { ...row.overrides?.corrected, ...correction });
  const resolved = await resolveOrder(prisma, provider, wanted, now);
  if (!resolved.ok) return { ok: false, faults: resolved.faults.map(atField) };
  return { ok: true, order: withSealedDate(resolved.order, sealed) };
}

/** A correction names fields without the block that they stand in. */
function atField(fault: RequestFault): RequestFault {
  return { ...fault, pointer: fault.pointer.replace(/^\/[A-Za-z]+(?=\/|$)/, '') };
}

function withSealedDate(order: ChangeOrder, sealed: ChangeOrder): ChangeOrder {
  if (order.changeType === 'customerrateplanchange' && sealed.changeType === order.changeType) {
    return { ...order, effectiveFrom: sealed.effectiveFrom };
  }
  if (order.changeType === 'customerassignment' && sealed.changeType === order.changeType) {
    return { ...order, effectiveFrom: sealed.effectiveFrom };
  }
  return order;
}
