import type { Encryption } from '../../platform/encryption.ts';
import type { TableRows } from './insert-rows.ts';
import type { InstallationSecrets } from './installation-secrets.ts';
import type { RecordIds } from './record-ids.ts';
import { jasperLimits, loginName } from './simulator-accounts.ts';
import type { DemonstrationTenant } from './tenants.ts';

/** Where the simulators of the carriers and of the billing system listen. */
export interface DemonstrationUrls {
  readonly jasper: string;
  readonly pond: string;
  readonly revio: string;
}

/** What connects a tenant with the outside systems. */
export interface Connections {
  readonly urls: DemonstrationUrls;
  readonly secrets: InstallationSecrets;
  readonly encryption: Encryption;
}

/** The tenant's accounts at both carriers and at the billing system, credentials encrypted. */
export function connectionRows(
  tenant: DemonstrationTenant,
  { urls, secrets, encryption }: Connections,
  ids: RecordIds,
): TableRows[] {
  const now = new Date().toISOString();
  const sealed = (credentials: Record<string, string>) => ({
    credentials: encryption.encrypt(tenant.id, JSON.stringify(credentials)),
    credentials_updated_at: now,
  });
  const username = loginName(tenant);
  const jasper = {
    id: ids.provider('JASPER'),
    tenant_id: tenant.id,
    name: 'Demo Jasper',
    integration: 'JASPER',
    base_url: `${urls.jasper}/rws/api/v1`,
    ...sealed({ username, apiKey: secrets.accountKey(tenant.key, 'jasper') }),
    billing_period_end_day: 18,
    time_zone: 'America/New_York',
    settings: {
      requestsPerSecond: jasperLimits.requestsPerSecond,
      maxConcurrentRequests: jasperLimits.concurrency,
    },
  };
  const pond = {
    id: ids.provider('POND'),
    tenant_id: tenant.id,
    name: 'Demo POND',
    integration: 'POND',
    base_url: `${urls.pond}/ds/u/distributorPPUService/v1`,
    ...sealed({ apiKey: secrets.accountKey(tenant.key, 'pond') }),
    billing_period_end_day: 1,
    time_zone: 'UTC',
    settings: {
      distributorId: tenant.distributorId,
      requestsPerSecond: null,
      maxConcurrentRequests: 20,
    },
  };
  const billing = {
    tenant_id: tenant.id,
    base_url: `${urls.revio}/v1`,
    ...sealed({ username, password: secrets.accountKey(tenant.key, 'revio') }),
  };
  return [
    { table: 'service_providers', rows: [jasper, pond] },
    { table: 'billing_connections', rows: [billing] },
  ];
}
