import type { RequestedChange } from '../../domain/change-request.ts';
import type { PrismaClient } from '../generated/client.ts';
import type { OrderableProvider } from './orderable-provider.ts';
import type { Resolution } from './resolution.ts';
import { resolveCarrierRatePlan } from './resolve-carrier-rate-plan.ts';
import { resolveCustomerAssignment } from './resolve-customer-assignment.ts';
import { resolveCustomerRatePlan } from './resolve-customer-rate-plan.ts';
import { resolveStatus } from './resolve-status.ts';

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
      return resolveCarrierRatePlan(prisma, provider, change, now);
    case 'customerrateplanchange':
      return resolveCustomerRatePlan(prisma, provider.tenantId, change, now);
    case 'statusupdate':
      return resolveStatus(prisma, provider, change);
  }
}
