import type { ActivationDetails, StatusOrder } from '../../domain/change-order.ts';
import type { RequestedStatus, RequestFault } from '../../domain/change-request.ts';
import type { DeviceStatus } from '../../domain/device-status.ts';
import type { Integration } from '../../domain/integration.ts';
import type { PrismaClient } from '../generated/client.ts';
import { findCarrierRatePlan, type FoundCarrierPlan } from './find-carrier-rate-plan.ts';
import { findCustomerSite } from './find-customer-site.ts';
import type { OrderableProvider } from './orderable-provider.ts';
import { resolution, type Resolution } from './resolution.ts';
import { statusFieldFaults } from './status-field-faults.ts';

/** What each carrier can be asked for at all; which device may go there is judged row by row. */
const TARGETS: Record<Integration, readonly DeviceStatus[]> = {
  JASPER: ['inventory', 'pending_activation', 'active', 'suspended', 'deactivated', 'retired'],
  POND: ['active', 'suspended', 'deactivated'],
  THINGSPACE: ['pending_activation', 'active', 'suspended', 'deactivated'],
  TELEGENCE: ['active', 'suspended', 'deactivated'],
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
  faults.push(...statusFieldFaults(provider.integration, change));
  const plan = await findPlan(prisma, provider, change, faults);
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
    activation: activationOf(change, plan),
    associate:
      customer?.siteId == null
        ? null
        : { customerId: customer.customerId, siteId: customer.siteId, accountNumber: customer.accountNumber },
  }));
}

/** The plan of new lines. Where it has no use the fault is told already, and whether it exists does not matter. */
async function findPlan(
  prisma: PrismaClient,
  provider: OrderableProvider,
  { carrierRatePlan: code }: RequestedStatus,
  faults: RequestFault[],
): Promise<FoundCarrierPlan | null> {
  const pointer = '/statusUpdate/carrierRatePlan';
  if (code === undefined || faults.some((fault) => fault.pointer === pointer)) return null;
  return findCarrierRatePlan(prisma, provider, { code, pointer }, faults);
}

function activationOf(change: RequestedStatus, found: FoundCarrierPlan | null): ActivationDetails | null {
  const { mdnZipCode, publicIpRestriction, placeOfUse, staticIp } = change;
  const named = [found ?? undefined, mdnZipCode, publicIpRestriction, placeOfUse, staticIp];
  if (named.every((field) => field === undefined)) return null;
  return {
    plan: found?.plan ?? null,
    allowedSimTypes: found?.allowedSimTypes ?? [],
    mdnZipCode: mdnZipCode ?? null,
    publicIpRestriction: publicIpRestriction ?? null,
    namesPlaceOfUse: placeOfUse !== undefined,
    staticIp: staticIp ?? null,
  };
}
