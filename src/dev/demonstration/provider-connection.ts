import type { Integration } from '../../domain/integration.ts';
import type { SimulatorName } from '../simulator-program.ts';
import type { InstallationSecrets } from './installation-secrets.ts';
import { jasperLimits, loginName } from './simulator-accounts.ts';
import type { DemonstrationTenant } from './tenants.ts';

/** How a tenant reaches its account at a carrier: what the product is given of it. */
export interface ProviderConnection {
  readonly baseUrl: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly billingPeriodEndDay: number;
  readonly timeZone: string;
}

/** The simulators take a second or two, so a sandbox need not wait as patiently as one that waits for a real carrier. */
const confirmation = { firstPollSeconds: 5, slowestPollSeconds: 30, deadlineSeconds: 300 } as const;

/** Where callbacks come, asking is for those that stay away. */
const confirmationByCallback = { ...confirmation, firstPollSeconds: 10 } as const;

/** What an integration's connection is made from. */
interface Source {
  readonly tenant: DemonstrationTenant;
  readonly urls: Readonly<Record<SimulatorName, string>>;
  readonly key: (system: Parameters<InstallationSecrets['accountKey']>[1]) => string;
}

export function providerConnection(
  integration: Integration,
  tenant: DemonstrationTenant,
  urls: Readonly<Record<SimulatorName, string>>,
  secrets: InstallationSecrets,
): ProviderConnection {
  return CONNECTIONS[integration]({
    tenant,
    urls,
    key: (system) => secrets.accountKey(tenant.key, system),
  });
}

const CONNECTIONS: Readonly<Record<Integration, (source: Source) => ProviderConnection>> = {
  JASPER: ({ tenant, urls, key }) => ({
    baseUrl: `${urls.jasper}/rws/api/v1`,
    credentials: { username: loginName(tenant), apiKey: key('jasper') },
    settings: {
      requestsPerSecond: jasperLimits.requestsPerSecond,
      maxConcurrentRequests: jasperLimits.concurrency,
    },
    billingPeriodEndDay: 18,
    timeZone: 'America/New_York',
  }),
  THINGSPACE: ({ tenant, urls, key }) => ({
    baseUrl: `${urls.thingspace}/api`,
    credentials: {
      appKey: `${tenant.key}-app`,
      appSecret: key('thingspace'),
      username: loginName(tenant),
      password: key('thingspace user'),
    },
    settings: {
      accountName: tenant.accounts.thingspaceAccountName,
      maxConcurrentRequests: 20,
      confirmation: confirmationByCallback,
    },
    billingPeriodEndDay: 22,
    timeZone: 'America/Chicago',
  }),
  POND: ({ tenant, urls, key }) => ({
    baseUrl: `${urls.pond}/ds/u/distributorPPUService/v1`,
    credentials: { apiKey: key('pond') },
    settings: {
      distributorId: tenant.accounts.pondDistributorId,
      requestsPerSecond: null,
      maxConcurrentRequests: 20,
    },
    billingPeriodEndDay: 1,
    timeZone: 'UTC',
  }),
  TELEGENCE: ({ tenant, urls, key }) => ({
    baseUrl: urls.telegence,
    credentials: { appId: `${tenant.key}-app`, appSecret: key('telegence') },
    settings: {
      billingAccountNumber: tenant.accounts.telegenceBillingAccount,
      maxConcurrentRequests: 20,
      gatherMs: 250,
      confirmation,
    },
    billingPeriodEndDay: 10,
    timeZone: 'America/Los_Angeles',
  }),
};
