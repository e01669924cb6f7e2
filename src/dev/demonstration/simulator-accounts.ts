import { CARRIER_PLANS } from './carrier-plans.ts';
import { BILLING_CATALOGUE, COMMUNICATION_PLANS } from './catalogue.ts';
import type { InstallationSecrets } from './installation-secrets.ts';
import { STATIC_PROFILE, staticPool } from './static-addresses.ts';
import type { DemonstrationTenant } from './tenants.ts';

/**
 * The simulated Jasper lets the demonstration do ten times what the real one permits a user (5 calls a second, one at a
 * time): at that pace a thousand devices would be a matter of minutes.
 */
export const jasperLimits = { requestsPerSecond: 50, concurrency: 10 } as const;

/** Long enough that a result really comes after the answer, short enough to be waited for. */
const laterWork = { processingMs: [1_000, 2_000] } as const;

const bytesPerMb = 1_048_576;
const kilobytesPerMb = 1_024;

export function loginName({ key }: DemonstrationTenant): string {
  return `${key}-api`;
}

export function jasperAccount(tenant: DemonstrationTenant, secrets: InstallationSecrets): object {
  return {
    account: tenant.key,
    accountId: tenant.accounts.jasperAccountId,
    username: loginName(tenant),
    apiKey: secrets.accountKey(tenant.key, 'jasper'),
    ratePlans: CARRIER_PLANS.JASPER.map(({ name }) => name),
    communicationPlans: COMMUNICATION_PLANS.map(({ name }) => name),
    customers: tenant.customers.map(({ name }) => name),
    limits: jasperLimits,
  };
}

export function thingspaceAccount(tenant: DemonstrationTenant, secrets: InstallationSecrets): object {
  return {
    account: tenant.key,
    accountName: tenant.accounts.thingspaceAccountName,
    appKey: `${tenant.key}-app`,
    appSecret: secrets.accountKey(tenant.key, 'thingspace'),
    username: loginName(tenant),
    password: secrets.accountKey(tenant.key, 'thingspace user'),
    servicePlans: CARRIER_PLANS.THINGSPACE.map(({ code, name, includedMb }) => ({
      code,
      name,
      sizeKb: includedMb * kilobytesPerMb,
    })),
    limits: laterWork,
  };
}

export function pondAccount(tenant: DemonstrationTenant, secrets: InstallationSecrets): object {
  return {
    account: tenant.key,
    distributorId: tenant.accounts.pondDistributorId,
    apiKey: secrets.accountKey(tenant.key, 'pond'),
    packageTypes: CARRIER_PLANS.POND.map(({ ratePlanId, name, includedMb, retired }) => ({
      packageTypeId: ratePlanId,
      name,
      dataUsageAllowanceInBytes: includedMb * bytesPerMb,
      status: retired ? 'DE_ACTIVATED' : 'ACTIVE',
    })),
  };
}

export function telegenceAccount(tenant: DemonstrationTenant, secrets: InstallationSecrets): object {
  return {
    account: tenant.key,
    appId: `${tenant.key}-app`,
    appSecret: secrets.accountKey(tenant.key, 'telegence'),
    billingAccountNumber: tenant.accounts.telegenceBillingAccount,
    singleUserCodes: CARRIER_PLANS.TELEGENCE.map(({ code, name }) => ({ code, description: name })),
    pdpNames: [{ pdpName: STATIC_PROFILE.pdpName, pool: staticPool(tenant.firstLine) }],
    limits: laterWork,
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
