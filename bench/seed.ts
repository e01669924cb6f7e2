import { createHash } from 'node:crypto';
import type { Database } from '../src/db/client.ts';
import type { Encryption } from '../src/platform/encryption.ts';
import { ACCOUNTS, benchIccid, FLEET, type AccountName } from './fleet.ts';
import type { SimulatorUrls } from './simulators.ts';

/** The ids a benchmark works with; identifiers are invented and belong to nobody. */
export interface BenchSeed {
  readonly token: string;
  readonly tenantId: string;
  /** The service provider of each account. */
  readonly providers: Readonly<Record<AccountName, string>>;
  readonly customerRatePlanIds: readonly [string, string];
}

export interface BenchSizes {
  /** Devices an account, at the carrier as well. */
  readonly devices: number;
  /** Devices of the account `jasper` in the database, for changes that call no carrier. */
  readonly databaseDevices: number;
}

const TOKEN = 'mlp_bench';

/** One tenant with an account at every carrier, and a second one at Jasper that is limited as the carrier limits it. */
export async function seedBench(
  database: Database,
  encryption: Encryption,
  urls: SimulatorUrls,
  sizes: BenchSizes,
): Promise<BenchSeed> {
  const { prisma, pool } = database;
  const { id: tenantId } = await prisma.tenant.create({ data: { name: 'Bench' } });
  await prisma.apiToken.create({
    data: {
      tenantId,
      name: 'bench',
      // Registering callbacks takes an administrator.
      role: 'admin',
      tokenSha256: Uint8Array.from(createHash('sha256').update(TOKEN).digest()),
      hint: TOKEN.slice(-4),
      createdBy: 'bench',
    },
  });
  const provider = async (name: AccountName): Promise<string> => {
    const { integration, simulator, path, credentials, settings, plans } = FLEET[name];
    const { id } = await prisma.serviceProvider.create({
      data: {
        tenantId,
        name,
        integration,
        baseUrl: `${urls[simulator]}${path}`,
        credentials: encryption.encrypt(tenantId, JSON.stringify(credentials)),
        settings,
      },
    });
    await prisma.carrierRatePlan.createMany({
      data: plans.map((plan) => ({ tenantId, serviceProviderId: id, ...plan })),
    });
    const count = name === 'jasper' ? Math.max(sizes.devices, sizes.databaseDevices) : sizes.devices;
    await insertDevices(pool, { tenantId, serviceProviderId: id }, name, count);
    return id;
  };
  const [jasper, limited, pond, thingspace, telegence] = await Promise.all(ACCOUNTS.map(provider));
  if (!jasper || !limited || !pond || !thingspace || !telegence) throw new Error('An account is missing.');
  await pool.query('analyze');
  const [first, second] = await Promise.all(
    ['A', 'B'].map((code) =>
      prisma.customerRatePlan.create({ data: { tenantId, code, name: `Plan ${code}` } }),
    ),
  );
  if (first === undefined || second === undefined) throw new Error('The plans were not made.');
  return {
    token: TOKEN,
    tenantId,
    providers: { jasper, limited, pond, thingspace, telegence },
    customerRatePlanIds: [first.id, second.id],
  };
}

async function insertDevices(
  pool: Database['pool'],
  owner: { readonly tenantId: string; readonly serviceProviderId: string },
  account: AccountName,
  count: number,
): Promise<void> {
  // Each number is the account's own part and a running number of fourteen digits.
  const prefix = benchIccid(account, 0).slice(0, -14);
  await pool.query(
    `with d as (
       insert into devices (id, tenant_id, service_provider_id, iccid, imei, status)
       select uuidv7(), $1::uuid, $2::uuid, $3 || lpad(n::text, 14, '0'), '35' || lpad(n::text, 13, '0'), $4
       from generate_series(0, $5::int - 1) as n
       returning id
     ) insert into device_tenants (tenant_id, device_id) select $1::uuid, id from d`,
    [owner.tenantId, owner.serviceProviderId, prefix, FLEET[account].status, count],
  );
}
