import type { RequestFault } from '../../domain/change-request.ts';
import type { PrismaClient } from '../generated/client.ts';

export interface CustomerSite {
  readonly customerId: string;
  readonly revCustomerId: string | null;
  readonly siteId: string | null;
  readonly accountNumber: string | null;
}

/** How a request names a customer: by the billing system's exact id, or by ours; the site is optional. */
export interface CustomerNaming {
  readonly block: string;
  readonly revCustomerId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly siteId?: string | undefined;
}

/**
 * The customer within the tenant, with an active site of that very customer: the one named, else the first by name. A
 * Rev customer must have one. Faults are appended to `faults`; null when there was any.
 */
export async function findCustomerSite(
  prisma: PrismaClient,
  tenantId: string,
  naming: CustomerNaming,
  faults: RequestFault[],
): Promise<CustomerSite | null> {
  const byRev = naming.revCustomerId !== undefined;
  const customer = await prisma.customer.findFirst({
    where: {
      tenantId,
      ...(naming.revCustomerId === undefined ? {} : { revCustomerId: naming.revCustomerId }),
      ...(naming.customerId === undefined ? {} : { id: naming.customerId }),
      ...(naming.siteId === undefined || byRev || naming.customerId !== undefined
        ? {}
        : { sites: { some: { id: naming.siteId } } }),
    },
    include: { sites: { where: { active: true }, orderBy: { name: 'asc' } } },
  });
  const pointer = `${naming.block}/${byRev ? 'revCustomerId' : 'customerId'}`;
  if (customer === null && !byRev && naming.customerId === undefined) {
    faults.push({
      pointer: `${naming.block}/siteId`,
      code: 'site.not_found',
      detail: 'You have no site with this id.',
    });
    return null;
  }
  if (customer === null) {
    faults.push({
      pointer,
      code: 'customer.not_found',
      detail: byRev
        ? 'You have no customer with exactly this Rev customer id.'
        : 'You have no customer with this id.',
    });
    return null;
  }
  if (!customer.active) {
    faults.push({ pointer, code: 'customer.inactive', detail: `Customer ${customer.name} is not active.` });
    return null;
  }
  const site =
    naming.siteId === undefined
      ? customer.sites[0]
      : customer.sites.find((each) => each.id === naming.siteId);
  if (site === undefined && (byRev || naming.siteId !== undefined)) {
    faults.push({
      pointer: `${naming.block}/siteId`,
      code: 'site.not_found',
      detail: `Customer ${customer.name} has no such active site.`,
    });
    return null;
  }
  return {
    customerId: customer.id,
    revCustomerId: customer.revCustomerId,
    siteId: site?.id ?? null,
    accountNumber: customer.accountNumber ?? customer.revCustomerId,
  };
}
