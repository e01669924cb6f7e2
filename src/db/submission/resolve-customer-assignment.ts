import type { CustomerAssignmentOrder, RevServiceOrder } from '../../domain/change-order.ts';
import type { RequestedCustomerAssignment, RequestFault } from '../../domain/change-request.ts';
import type { PrismaClient } from '../generated/client.ts';
import { findCustomerSite } from './find-customer-site.ts';
import { customerPlanFaults } from './resolve-customer-rate-plan.ts';
import { resolution, type Resolution } from './resolution.ts';

const BLOCK = '/customerAssignment';

/** A Rev assignment when the request names a Rev customer, else an AMOP assignment by customer or site. */
export async function resolveCustomerAssignment(
  prisma: PrismaClient,
  tenantId: string,
  change: RequestedCustomerAssignment,
  now: Date,
): Promise<Resolution<CustomerAssignmentOrder>> {
  const faults: RequestFault[] = [];
  if (change.revCustomerId === undefined && change.customerId === undefined && change.siteId === undefined) {
    faults.push({
      pointer: BLOCK,
      code: 'customer_assignment.customer_missing',
      detail: 'Name the customer: revCustomerId, customerId or siteId.',
    });
    return { ok: false, faults };
  }
  const customer = await findCustomerSite(prisma, tenantId, { block: BLOCK, ...change }, faults);
  faults.push(
    ...(await customerPlanFaults(prisma, tenantId, BLOCK, change.customerRatePlanId, change.customerPoolId)),
  );
  faults.push(...(await billingFaults(prisma, tenantId, change)));
  return resolution(faults, () => {
    if (customer === null) throw new Error('A customer that was not found is a fault.');
    const plan = {
      ...(change.customerRatePlanId === undefined ? {} : { customerRatePlanId: change.customerRatePlanId }),
      ...(change.customerPoolId === undefined ? {} : { customerRatePoolId: change.customerPoolId }),
    };
    return {
      changeType: 'customerassignment',
      customerId: customer.customerId,
      siteId: customer.siteId,
      accountNumber: customer.accountNumber,
      rev: change.revCustomerId === undefined ? null : revOrder(change, change.revCustomerId),
      customerRatePlan: Object.keys(plan).length === 0 ? null : plan,
      effectiveFrom:
        change.effectiveDate?.at.toISOString() ?? (change.useCarrierActivation ? null : now.toISOString()),
    };
  });
}

function revOrder(change: RequestedCustomerAssignment, revCustomerId: string): RevServiceOrder {
  return {
    revCustomerId,
    createService: change.createRevService,
    serviceTypeId: change.serviceTypeId ?? null,
    // A package carries its products itself; adding them as well would charge twice.
    products: change.revPackageId === undefined ? change.revProducts : [],
    packageId: change.revPackageId ?? null,
    prorate: change.prorate,
    description: change.description ?? null,
  };
}

async function billingFaults(
  prisma: PrismaClient,
  tenantId: string,
  change: RequestedCustomerAssignment,
): Promise<RequestFault[]> {
  if (!change.createRevService) return [];
  if (change.revCustomerId === undefined) {
    return [
      {
        pointer: `${BLOCK}/createRevService`,
        code: 'customer_assignment.rev_customer_missing',
        detail: 'A Rev service needs a revCustomerId.',
      },
    ];
  }
  const connection = await prisma.billingConnection.findUnique({
    where: { tenantId },
    select: { writeEnabled: true },
  });
  if (connection === null) {
    return [
      {
        pointer: `${BLOCK}/createRevService`,
        code: 'billing.connection_missing',
        detail: 'Set up the billing connection first (PUT /v1/billing-connection).',
      },
    ];
  }
  if (!connection.writeEnabled) {
    return [
      {
        pointer: `${BLOCK}/createRevService`,
        code: 'billing.writes_disabled',
        detail: 'Writes to the billing system are switched off.',
      },
    ];
  }
  return [];
}
