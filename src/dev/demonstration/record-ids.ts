import type { SupportedIntegration } from '../../domain/integration.ts';
import { demonstrationId } from './demonstration-id.ts';
import type { DemonstrationTenant } from './tenants.ts';

/** The ids of a tenant's records, by what people call them. */
export interface RecordIds {
  provider(integration: SupportedIntegration): string;
  carrierRatePlan(integration: SupportedIntegration, code: string): string;
  communicationPlan(name: string): string;
  customer(name: string): string;
  site(name: string): string;
  customerRatePlan(code: string): string;
  customerRatePool(name: string): string;
  user(role: string): string;
}

export function recordIds(tenant: DemonstrationTenant): RecordIds {
  const id = (kind: string, name: string): string => demonstrationId(`${tenant.key} ${kind} ${name}`);
  return {
    provider: (integration) => id('provider', integration),
    carrierRatePlan: (integration, code) => id(`carrier rate plan ${integration}`, code),
    communicationPlan: (name) => id('communication plan', name),
    customer: (name) => id('customer', name),
    site: (name) => id('site', name),
    customerRatePlan: (code) => id('customer rate plan', code),
    customerRatePool: (name) => id('customer rate pool', name),
    user: (role) => id('user', role),
  };
}
