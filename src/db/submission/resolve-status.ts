import type { StatusOrder } from '../../domain/change-order.ts';
import type { RequestedStatus, RequestFault } from '../../domain/change-request.ts';
import type { DeviceStatus } from '../../domain/device-status.ts';
import type { SupportedIntegration } from '../../domain/integration.ts';
import type { PrismaClient } from '../generated/client.ts';
import { findCustomerSite } from './find-customer-site.ts';
import type { OrderableProvider } from './orderable-provider.ts';
import { resolution, type Resolution } from './resolution.ts';

/** What each carrier can be asked for at all; which device may go there is judged row by row. */
const TARGETS: Record<SupportedIntegration, readonly DeviceStatus[]> = {
  JASPER: ['inventory', 'pending_activation', 'active', 'suspended', 'deactivated', 'retired'],
  POND: ['active', 'suspended', 'deactivated'],
};

export async function resolveStatus(
  prisma: PrismaClient,
  provider: OrderableProvider,
  change: RequestedStatus,
): Promise<Resolution<StatusOrder>> {
  const faults: RequestFault[] = [];
  if (!TARGETS[provider.integration].includes(change.targetStatus)) {
    faults.push({
      pointer: '/statusUpdate/targetStatus',
      code: 'status.target_unsupported',
      detail: `This carrier knows ${TARGETS[provider.integration].join(', ')}; not ${change.targetStatus}.`,
    });
  }
  if (change.carrierRatePlan !== undefined) {
    faults.push({
      pointer: '/statusUpdate/carrierRatePlan',
      code: 'status_update.field_unsupported',
      detail:
        'At this carrier a status change carries no plan. Submit a carrier rate plan change of its own.',
    });
  }
  const customer =
    change.revCustomerId === undefined
      ? null
      : await findCustomerSite(
          prisma,
          provider.tenantId,
          { block: '/statusUpdate/revService', revCustomerId: change.revCustomerId },
          faults,
        );
  return resolution(faults, () => ({
    changeType: 'statusupdate',
    targetStatus: change.targetStatus,
    reasonCode: change.reasonCode ?? null,
    associate:
      customer?.siteId == null
        ? null
        : { customerId: customer.customerId, siteId: customer.siteId, accountNumber: customer.accountNumber },
  }));
}
