import { BILLING_CATALOGUE, COMMUNICATION_PLANS, JASPER_PLANS, POND_PLANS } from './catalogue.ts';
import type { InstallationSecrets } from './installation-secrets.ts';
import type { DemonstrationTenant } from './tenants.ts';

/**
 * The simulated Jasper lets the demonstration do ten times what the real one permits a user (5 calls a second, one at a
 * time): at that pace a thousand devices would be a matter of minutes.
 */
export const jasperLimits = { requestsPerSecond: 50, concurrency: 10 } as const;

const bytesPerMb = 1_048_576;

export function loginName({ key }: DemonstrationTenant): string {
  return `${key}-api`;
}

export function jasperAccount(tenant: DemonstrationTenant, secrets: InstallationSecrets): object {
  return {
    account: tenant.key,
    accountId: tenant.accountId,
    username: loginName(tenant),
    apiKey: secrets.accountKey(tenant.key, 'jasper'),
    ratePlans: JASPER_PLANS.map(({ name }) => name),
    communicationPlans: COMMUNICATION_PLANS.map(({ name }) => name),
    customers: tenant.customers.map(({ name }) => name),
    limits: jasperLimits,
  };
}

export function pondAccount(tenant: DemonstrationTenant, secrets: InstallationSecrets): object {
  return {
    account: tenant.key,
    distributorId: tenant.distributorId,
    apiKey: secrets.accountKey(tenant.key, 'pond'),
    packageTypes: POND_PLANS.map(({ ratePlanId, name, includedMb, retired }) => ({
      packageTypeId: ratePlanId,
      name,
      dataUsageAllowanceInBytes: includedMb * bytesPerMb,
      status: retired ? 'DE_ACTIVATED' : 'ACTIVE',
    })),
  };
}

export function revioAccount(tenant: DemonstrationTenant, secrets: InstallationSecrets): object {
  return {
    account: tenant.key,
    username: loginName(tenant),
    password: secrets.accountKey(tenant.key, 'revio'),
    customers: tenant.customers.flatMap(({ name, revCustomerId }) =>
      revCustomerId === null ? [] : [{ customerId: revCustomerId, name }],
    ),
    ...BILLING_CATALOGUE,
  };
}
