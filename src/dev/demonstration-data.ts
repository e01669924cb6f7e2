import { join } from 'node:path';
import type pg from 'pg';
import { INTEGRATIONS } from '../domain/integration.ts';
import { readConfig } from '../platform/config.ts';
import { createEncryption } from '../platform/encryption.ts';
import { accessRows, type GrantedToken } from './demonstration/access-rows.ts';
import { billingRows } from './demonstration/billing-rows.ts';
import { connectionRows, type Connections, type DemonstrationUrls } from './demonstration/connection-rows.ts';
import { customerRows } from './demonstration/customer-rows.ts';
import { deviceRows, deviceTenantRows } from './demonstration/device-rows.ts';
import { makeFleet } from './demonstration/fleet.ts';
import { insertRows, type TableRows } from './demonstration/insert-rows.ts';
import { installationSecrets } from './demonstration/installation-secrets.ts';
import { planRows } from './demonstration/plan-rows.ts';
import { recordIds } from './demonstration/record-ids.ts';
import { simulatorSeeds, type TenantFleet } from './demonstration/simulator-seeds.ts';
import { DEMONSTRATION_TENANTS, MILLPOND_DEMO, type DemonstrationTenant } from './demonstration/tenants.ts';
import { writePrivateJson } from './private-file.ts';
import { withConnection } from './short-connection.ts';
import { simulatorNames, type SimulatorName } from './simulator-program.ts';
import type { DemonstrationTokens } from './stack-file.ts';

export interface SeedOptions {
  /** All are needed. */
  readonly simulatorUrls: Readonly<Partial<Record<SimulatorName, string>>>;
  /** The simulators' seed files are written below it. */
  readonly dataDir: string;
  /** As MILLPOND_ENCRYPTION_KEYS has them; the first must be this installation's own. */
  readonly encryptionKeys: string;
}

/**
 * Fills a migrated database with two tenants, their SIMs and everything around them, and writes the simulators' seed files
 * to `<dataDir>/simulators/<name>.seed.json`. Content and ids are always the same; secrets follow from the encryption key. A
 * database that was filled before is left as it is, and the answer is the same.
 *
 * @throws Error when the database was filled under another encryption key or by an earlier version, or when an address is
 *   missing.
 */
export async function seedDemonstration(
  databaseUrl: string,
  options: SeedOptions,
): Promise<DemonstrationTokens> {
  const keys = readConfig({
    DATABASE_URL: databaseUrl,
    MILLPOND_ENCRYPTION_KEYS: options.encryptionKeys,
  }).encryptionKeys;
  const [installationKey] = keys;
  if (installationKey === undefined) throw new Error('The demonstration data needs an encryption key.');
  const secrets = installationSecrets(installationKey);
  const urls = neededUrls(options.simulatorUrls);
  const fleets = DEMONSTRATION_TENANTS.map((tenant) => ({
    tenant,
    sims: INTEGRATIONS.flatMap((integration) => makeFleet(tenant, integration)),
  }));
  await inTransaction(databaseUrl, async (client) => {
    if (await isFilled(client, secrets.tokens)) return;
    const connections = { urls, secrets, encryption: createEncryption(keys) };
    for (const fleet of fleets) {
      for (const rows of tenantRows(fleet, connections)) await insertRows(client, rows);
    }
    // The seeds come before the commit: a filled database whose simulators know nothing would be of no use.
    for (const [name, seed] of Object.entries(simulatorSeeds(fleets, secrets))) {
      writePrivateJson(join(options.dataDir, 'simulators', `${name}.seed.json`), seed);
    }
    await client.query('analyze');
  });
  return secrets.tokens;
}

/** Everything of a tenant, in an order that satisfies the foreign keys. */
function tenantRows({ tenant, sims }: TenantFleet, connections: Connections): TableRows[] {
  const ids = recordIds(tenant);
  return [
    ...accessRows(tenant, grantsOf(tenant, connections.secrets.tokens), ids),
    ...connectionRows(tenant, connections, ids),
    ...planRows(tenant, ids),
    ...customerRows(tenant, ids),
    deviceRows(tenant, sims, ids),
    ...billingRows(tenant, sims, ids),
    deviceTenantRows(tenant, sims, ids),
  ];
}

function grantsOf(tenant: DemonstrationTenant, tokens: DemonstrationTokens): GrantedToken[] {
  if (tenant !== MILLPOND_DEMO) {
    return [
      { role: 'admin', token: tokens.otherTenantAdmin },
      { role: 'operator', token: tokens.otherTenantOperator },
    ];
  }
  return [
    { role: 'admin', token: tokens.admin },
    { role: 'operator', token: tokens.operator },
    { role: 'viewer', token: tokens.viewer },
  ];
}

function neededUrls(urls: SeedOptions['simulatorUrls']): DemonstrationUrls {
  const missing = simulatorNames.filter((name) => urls[name] === undefined);
  if (missing.length > 0) {
    throw new Error(
      `The demonstration data needs the addresses of the simulators ${missing.join(', ')} too.`,
    );
  }
  return urls as DemonstrationUrls;
}

async function isFilled(client: pg.Client, tokens: DemonstrationTokens): Promise<boolean> {
  const { rowCount } = await client.query('select from tenants where id = $1::uuid', [MILLPOND_DEMO.id]);
  if (rowCount === 0) return false;
  const known = await client.query('select from api_tokens where token_sha256 = sha256($1::text::bytea)', [
    tokens.operator,
  ]);
  if (known.rowCount === 0) {
    throw new Error(
      'The demonstration data of this database was made under another encryption key. ' +
        'Set the former MILLPOND_ENCRYPTION_KEYS, or begin anew with an empty database.',
    );
  }
  const providers = await client.query('select from service_providers where id = any ($1::uuid[])', [
    INTEGRATIONS.map((integration) => recordIds(MILLPOND_DEMO).provider(integration)),
  ]);
  if (providers.rowCount !== INTEGRATIONS.length) {
    throw new Error(
      'The demonstration data of this database was made by an earlier version, which knew fewer carriers. ' +
        'Begin anew with an empty data folder (.data) or an empty database.',
    );
  }
  return true;
}

/** Ending the session rolls back what was not committed. */
function inTransaction(databaseUrl: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  return withConnection(databaseUrl, async (client) => {
    await client.query('begin');
    await work(client);
    await client.query('commit');
  });
}
