import type { Integration } from '../../domain/integration.ts';
import { demonstrationId } from './demonstration-id.ts';
import type { DemonstrationTenant } from './tenants.ts';

/** The ids of a tenant's records, by what people call them. */
export function recordIds(tenant: DemonstrationTenant) {
  const idOf = (kind: string) => (name: string) => demonstrationId(`${tenant.key} ${kind} ${name}`);
  const numbered = (kind: string) => (number: number) => idOf(kind)(String(number));
  return {
    provider: (integration: Integration) => idOf('provider')(integration),
    user: idOf('user'),
    token: idOf('token'),
    carrierRatePlan: idOf('carrier rate plan'),
    planUuid: idOf('plan uuid'),
    communicationPlan: idOf('communication plan'),
    customer: idOf('customer'),
    site: idOf('site'),
    customerRatePlan: idOf('customer rate plan'),
    customerRatePool: idOf('customer rate pool'),
    revService: numbered('rev service'),
    revServiceProduct: numbered('rev service product'),
  };
}

export type RecordIds = ReturnType<typeof recordIds>;
