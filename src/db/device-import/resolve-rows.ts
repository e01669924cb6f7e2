import type { Prisma } from '../generated/client.ts';
import type { DeviceImportRow, ImportFault } from './device-import-row.ts';
import type { ResolvedRow } from './upsert-devices.ts';

/** What the tenant has that the lines of a device list may refer to. */
export interface ImportReferences {
  readonly providers: ReadonlySet<string>;
  /** Ids by `<service provider>/<code>`. */
  readonly carrierRatePlans: ReadonlyMap<string, string>;
  /** Ids by `<service provider>/<name>`. */
  readonly communicationPlans: ReadonlyMap<string, string>;
}

/** Read once for a whole file: providers and plans are few, and a plan must not appear in the middle of a list. */
export async function loadImportReferences(
  tx: Prisma.TransactionClient,
  tenantId: string,
): Promise<ImportReferences> {
  const where = { where: { tenantId } };
  const providers = await tx.serviceProvider.findMany({ ...where, select: { id: true } });
  const carrierRatePlans = await tx.carrierRatePlan.findMany(where);
  const communicationPlans = await tx.communicationPlan.findMany(where);
  return {
    providers: new Set(providers.map(({ id }) => id)),
    carrierRatePlans: new Map(
      carrierRatePlans.map((plan) => [`${plan.serviceProviderId}/${plan.code}`, plan.id]),
    ),
    communicationPlans: new Map(
      communicationPlans.map((plan) => [`${plan.serviceProviderId}/${plan.name}`, plan.id]),
    ),
  };
}

/** Turns names into ids. A line that names what the tenant does not have is left out, with its faults. */
export async function resolveRows(
  tx: Prisma.TransactionClient,
  tenantId: string,
  references: ImportReferences,
  rows: readonly DeviceImportRow[],
  faults: ImportFault[],
): Promise<ResolvedRow[]> {
  const customers = await existingCustomers(tx, tenantId, rows);
  const sites = await customersOfSites(tx, tenantId, rows);
  return rows.flatMap((row) => {
    const found = faultsOfRow(references, customers, sites, row);
    faults.push(...found);
    return found.length > 0 ? [] : [resolve(references, sites, row)];
  });
}

function faultsOfRow(
  references: ImportReferences,
  customers: ReadonlySet<string>,
  sites: ReadonlyMap<string, string>,
  row: DeviceImportRow,
): ImportFault[] {
  const { line, serviceProviderId: provider } = row;
  if (!references.providers.has(provider)) {
    const detail = 'You have no service provider with this id.';
    return [{ line, column: 'serviceProviderId', code: 'service_provider.not_found', detail }];
  }
  const faults: ImportFault[] = [];
  const expect = (isThere: boolean, column: string, code: string, detail: string) => {
    if (!isThere) faults.push({ line, column, code, detail });
  };
  const { carrierRatePlan: plan, communicationPlan, customerId, siteId } = row;
  const has = (map: ReadonlyMap<string, string>, name: string | null) =>
    name === null || map.has(`${provider}/${name}`);
  expect(
    has(references.carrierRatePlans, plan),
    'carrierRatePlan',
    'carrier_rate_plan.not_found',
    'The service provider has no carrier rate plan with this code.',
  );
  expect(
    has(references.communicationPlans, communicationPlan),
    'communicationPlan',
    'communication_plan.not_found',
    'The service provider has no communication plan with this name.',
  );
  expect(
    customerId === null || customers.has(customerId),
    'customerId',
    'customer.not_found',
    'You have no customer with this id.',
  );
  const owner = siteId === null ? undefined : sites.get(siteId);
  const fits = siteId === null || (owner !== undefined && (customerId === null || owner === customerId));
  expect(fits, 'siteId', 'site.not_found', 'The customer has no site with this id.');
  return faults;
}

function resolve(
  { carrierRatePlans, communicationPlans }: ImportReferences,
  sites: ReadonlyMap<string, string>,
  row: DeviceImportRow,
): ResolvedRow {
  const idIn = (map: ReadonlyMap<string, string>, name: string | null) =>
    name === null ? null : (map.get(`${row.serviceProviderId}/${name}`) ?? null);
  return {
    ...row,
    carrierRatePlanId: idIn(carrierRatePlans, row.carrierRatePlan),
    communicationPlanId: idIn(communicationPlans, row.communicationPlan),
    // A site belongs to one customer, so naming the site alone is enough.
    customerId: row.customerId ?? (row.siteId === null ? null : (sites.get(row.siteId) ?? null)),
  };
}

async function existingCustomers(
  tx: Prisma.TransactionClient,
  tenantId: string,
  rows: readonly DeviceImportRow[],
): Promise<ReadonlySet<string>> {
  const ids = distinct(rows.map(({ customerId }) => customerId));
  if (ids.length === 0) return new Set();
  const found = await tx.$queryRaw<{ id: string }[]>`
    select id from customers where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])`;
  return new Set(found.map(({ id }) => id));
}

async function customersOfSites(
  tx: Prisma.TransactionClient,
  tenantId: string,
  rows: readonly DeviceImportRow[],
): Promise<ReadonlyMap<string, string>> {
  const ids = distinct(rows.map(({ siteId }) => siteId));
  if (ids.length === 0) return new Map();
  const found = await tx.$queryRaw<{ id: string; customer_id: string }[]>`
    select id, customer_id from sites where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])`;
  return new Map(found.map((site) => [site.id, site.customer_id]));
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value): value is string => value !== null))];
}
