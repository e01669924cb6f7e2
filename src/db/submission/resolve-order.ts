import type { ChangeOrder } from '../../domain/change-order.ts';
import type { RequestedChange, RequestFault } from '../../domain/change-request.ts';
import type { PrismaClient } from '../generated/client.ts';
import type { OrderableProvider } from './orderable-provider.ts';
import { resolveCarrierRatePlan } from './resolve-carrier-rate-plan.ts';
import { resolveCustomerAssignment } from './resolve-customer-assignment.ts';
import { resolveCustomerRatePlan } from './resolve-customer-rate-plan.ts';
import { resolveStatus } from './resolve-status.ts';

export type Resolution<Order extends ChangeOrder = ChangeOrder> =
  | { readonly ok: true; readonly order: Order }
  | { readonly ok: false; readonly faults: readonly RequestFault[] };

/** Looks up every name of the request within the tenant and the provider, and reports all that is wrong at once. */
export async function resolveOrder(
  prisma: PrismaClient,
  provider: OrderableProvider,
  change: RequestedChange,
  now: Date,
): Promise<Resolution> {
  switch (change.changeType) {
    case 'customerassignment':
      return resolveCustomerAssignment(prisma, provider.tenantId, change, now);
    case 'carrierrateplanchange':
      return resolveCarrierRatePlan(prisma, provider, change);
    case 'customerrateplanchange':
      return resolveCustomerRatePlan(prisma, provider.tenantId, change, now);
    case 'statusupdate':
      return resolveStatus(prisma, provider, change);
  }
}

/** The order when nothing is wrong, all faults otherwise. */
export function resolution<Order extends ChangeOrder>(
  faults: readonly RequestFault[],
  order: () => Order,
): Resolution<Order> {
  return faults.length > 0 ? { ok: false, faults } : { ok: true, order: order() };
}
