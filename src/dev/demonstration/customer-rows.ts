import type { TableRows } from './insert-rows.ts';
import type { RecordIds } from './record-ids.ts';
import type { DemonstrationCustomer, DemonstrationTenant } from './tenants.ts';

/** The tenant's customers with their sites. */
export function customerRows(tenant: DemonstrationTenant, ids: RecordIds): TableRows[] {
  const customers = tenant.customers.map((customer) => ({
    id: ids.customer(customer.name),
    tenant_id: tenant.id,
    name: customer.name,
    rev_customer_id: customer.revCustomerId,
    account_number: accountNumberOf(customer),
  }));
  const sites = tenant.customers.flatMap((customer) =>
    customer.sites.map((name) => ({
      id: ids.site(name),
      tenant_id: tenant.id,
      customer_id: ids.customer(customer.name),
      name,
    })),
  );
  return [
    { table: 'customers', rows: customers },
    { table: 'sites', rows: sites },
  ];
}

export function accountNumberOf({ revCustomerId }: DemonstrationCustomer): string | null {
  return revCustomerId === null ? null : `ACC-${revCustomerId}`;
}
