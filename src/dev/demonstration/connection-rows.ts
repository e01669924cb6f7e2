import { INTEGRATIONS, INTEGRATION_TITLES, type Integration } from '../../domain/integration.ts';
import type { Encryption } from '../../platform/encryption.ts';
import type { SimulatorName } from '../simulator-program.ts';
import type { TableRows } from './insert-rows.ts';
import type { InstallationSecrets } from './installation-secrets.ts';
import { providerConnection } from './provider-connection.ts';
import type { RecordIds } from './record-ids.ts';
import { loginName } from './simulator-accounts.ts';
import type { DemonstrationTenant } from './tenants.ts';

/** Where the simulators of the carriers and of the billing system listen. */
export type DemonstrationUrls = Readonly<Record<SimulatorName, string>>;

/** What connects a tenant with the outside systems. */
export interface Connections {
  readonly urls: DemonstrationUrls;
  readonly secrets: InstallationSecrets;
  readonly encryption: Encryption;
}

/** The tenant's accounts at the carriers and at the billing system, credentials encrypted. */
export function connectionRows(
  tenant: DemonstrationTenant,
  { urls, secrets, encryption }: Connections,
  ids: RecordIds,
): TableRows[] {
  const now = new Date().toISOString();
  const sealed = (credentials: Readonly<Record<string, string>>) => ({
    credentials: encryption.encrypt(tenant.id, JSON.stringify(credentials)),
    credentials_updated_at: now,
  });
  const provider = (integration: Integration) => {
    const { baseUrl, credentials, settings, ...calendar } = providerConnection(
      integration,
      tenant,
      urls,
      secrets,
    );
    return {
      id: ids.provider(integration),
      tenant_id: tenant.id,
      name: `Demo ${INTEGRATION_TITLES[integration]}`,
      integration,
      // Telegence lines are known by their number.
      portal_type: integration === 'TELEGENCE' ? 'MOBILITY' : 'M2M',
      base_url: baseUrl,
      ...sealed(credentials),
      billing_period_end_day: calendar.billingPeriodEndDay,
      time_zone: calendar.timeZone,
      settings,
    };
  };
  const billing = {
    tenant_id: tenant.id,
    base_url: `${urls.revio}/v1`,
    ...sealed({ username: loginName(tenant), password: secrets.accountKey(tenant.key, 'revio') }),
  };
  return [
    { table: 'service_providers', rows: INTEGRATIONS.map(provider) },
    { table: 'billing_connections', rows: [billing] },
  ];
}
