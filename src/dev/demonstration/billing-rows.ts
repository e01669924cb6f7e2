import { BILLING_CATALOGUE } from './catalogue.ts';
import type { DemonstrationSim } from './fleet.ts';
import type { TableRows } from './insert-rows.ts';
import type { RecordIds } from './record-ids.ts';
import type { DemonstrationTenant } from './tenants.ts';

/** The lines that exist at the billing system already, each with one active product. */
export function billingRows(
  tenant: DemonstrationTenant,
  fleet: readonly DemonstrationSim[],
  ids: RecordIds,
): TableRows[] {
  const billed = fleet.flatMap((sim) => (sim.line === null ? [] : [{ sim, line: sim.line }]));
  const [product] = BILLING_CATALOGUE.products;
  const services = billed.map(({ sim, line }) => ({
    id: ids.revService(line.serviceId),
    tenant_id: tenant.id,
    customer_id: ids.customer(line.customer.name),
    device_id: sim.id,
    external_id: String(line.serviceId),
    number: sim.msisdn,
    iccid: sim.numbers.iccid,
    service_type_id: BILLING_CATALOGUE.serviceTypes[0].serviceTypeId,
    activated_at: sim.activatedAt,
  }));
  const products = billed.map(({ line }) => ({
    id: ids.revServiceProduct(line.serviceProductId),
    tenant_id: tenant.id,
    rev_service_id: ids.revService(line.serviceId),
    external_id: String(line.serviceProductId),
    product_id: product.productId,
    rate: product.rate,
  }));
  return [
    { table: 'rev_services', rows: services },
    { table: 'rev_service_products', rows: products },
  ];
}
