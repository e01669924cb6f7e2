import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { INTEGRATIONS, type Integration } from '../../src/domain/integration.ts';
import { createRevBilling } from '../../src/billing/rev-client.ts';
import { createCarrierRegistry } from '../../src/carriers/carrier-registry.ts';
import { UNLIMITED } from '../../src/carriers/request-budget.ts';
import { createTelegenceBook } from '../../src/carriers/telegence/carrier-book.ts';
import { parseBillingCredentials } from '../../src/platform/billing-credentials.ts';
import type { OutsideCall } from '../../src/platform/exchange.ts';
import { createHttpClient } from '../../src/platform/http-client.ts';
import { parseCredentials } from '../../src/platform/provider-credentials.ts';
import { parseProviderSettings } from '../../src/platform/provider-settings.ts';
import { createEncryption } from '../../src/platform/encryption.ts';
import { seedDemonstration } from '../../src/dev/demonstration-data.ts';
import type { DemonstrationTokens } from '../../src/dev/stack-file.ts';
import { isEid, passesLuhn, readImei } from '../../src/domain/device-identifier.ts';
import { startJasperSimulator } from '../../src/simulators/jasper/start-jasper-simulator.ts';
import { startPondSimulator } from '../../src/simulators/pond/start-pond-simulator.ts';
import { startTelegenceSimulator } from '../../src/simulators/telegence/start-telegence-simulator.ts';
import { startThingspaceSimulator } from '../../src/simulators/thingspace/start-thingspace-simulator.ts';
import { startRevioSimulator } from '../../src/simulators/revio/start-revio-simulator.ts';
import { sessionsInMemory } from '../carriers/thingspace/thingspace-at-sandbox.ts';
import { createTestDatabase, type TestDatabase } from '../support/template-database.ts';

const key = Buffer.alloc(32, 7);
const options = {
  simulatorUrls: {
    jasper: 'http://127.0.0.1:1',
    thingspace: 'http://127.0.0.1:2',
    pond: 'http://127.0.0.1:3',
    telegence: 'http://127.0.0.1:4',
    revio: 'http://127.0.0.1:5',
  },
  encryptionKeys: `test1:${key.toString('base64')}`,
};

let dataDir: string;
let database: TestDatabase;
let pool: pg.Pool;
let tokens: DemonstrationTokens;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'millpond-demonstration-'));
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url });
  tokens = await seedDemonstration(database.url, { ...options, dataDir });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
  rmSync(dataDir, { recursive: true });
});

test('the first tenant has at least 2,500 devices a carrier, of which 1,500 are active and 600 in inventory', async () => {
  const { rows } = await pool.query<{
    total: number;
    active: number;
    inventory: number;
    statuses: number;
    archived: number;
  }>(
    `select count(*)::int as total,
       count(*) filter (where d.status = 'active' and d.archived_at is null)::int as active,
       count(*) filter (where d.status = 'inventory')::int as inventory,
       count(distinct d.status)::int as statuses,
       count(d.archived_at)::int as archived
     from devices d join tenants t on t.id = d.tenant_id
     where t.name = 'Millpond Demo' group by d.service_provider_id`,
  );
  expect(rows).toHaveLength(4);
  for (const row of rows) {
    expect(row.total).toBeGreaterThanOrEqual(2_500);
    expect(row.active).toBeGreaterThanOrEqual(1_500);
    expect(row.inventory).toBeGreaterThanOrEqual(600);
    expect(row.statuses).toBeGreaterThanOrEqual(4);
    expect(row.archived).toBeGreaterThan(0);
  }
});

test('a second call adds nothing and answers the same tokens', async () => {
  const count = 'select (select count(*) from devices) + (select count(*) from api_tokens) as n';
  const before = await pool.query(count);
  expect(await seedDemonstration(database.url, { ...options, dataDir })).toEqual(tokens);
  expect((await pool.query(count)).rows).toEqual(before.rows);
});

test('a call under another encryption key is refused before it changes anything', async () => {
  const encryptionKeys = `test2:${Buffer.alloc(32, 8).toString('base64')}`;
  await expect(seedDemonstration(database.url, { ...options, dataDir, encryptionKeys })).rejects.toThrow(
    /another encryption key/,
  );
});

test('every token is known by its hash and belongs to the role and the tenant it is named for', async () => {
  const { rows } = await pool.query(
    `select k.name, a.role, t.name as tenant from unnest($1::text[], $2::text[]) as k (name, token)
       join api_tokens a on a.token_sha256 = sha256(k.token::bytea) join tenants t on t.id = a.tenant_id order by 1`,
    [Object.keys(tokens), Object.values(tokens)],
  );
  expect(rows).toEqual([
    { name: 'admin', role: 'admin', tenant: 'Millpond Demo' },
    { name: 'operator', role: 'operator', tenant: 'Millpond Demo' },
    { name: 'otherTenantAdmin', role: 'admin', tenant: 'Other Reseller' },
    { name: 'otherTenantOperator', role: 'operator', tenant: 'Other Reseller' },
    { name: 'viewer', role: 'viewer', tenant: 'Millpond Demo' },
  ]);
});

test('the service providers hold settings and credentials that the product accepts', async () => {
  const encryption = createEncryption([{ id: 'test1', key }]);
  const { rows } = await pool.query<{
    tenant_id: string;
    integration: Integration;
    settings: unknown;
    portal_type: string;
    credentials: string;
  }>('select tenant_id, integration, settings, portal_type, credentials from service_providers');
  expect(rows.map(({ integration }) => integration).sort()).toEqual(
    [...INTEGRATIONS, ...INTEGRATIONS].sort(),
  );
  for (const row of rows) {
    const credentials: unknown = JSON.parse(encryption.decrypt(row.tenant_id, row.credentials));
    expect(parseProviderSettings(row.integration, row.settings).ok).toBe(true);
    expect(parseCredentials(row.integration, credentials).ok).toBe(true);
    expect(row.portal_type).toBe(row.integration === 'TELEGENCE' ? 'MOBILITY' : 'M2M');
  }
});

test('every invented number has the form and the check digits of a real one', async () => {
  const { rows } = await pool.query<{ iccid: string; imei: string; eid: string | null }>(
    'select iccid, imei, eid from devices',
  );
  const wrong = rows.filter(
    ({ iccid, imei, eid }) =>
      !/^8901999\d{13}$/.test(iccid) ||
      !passesLuhn(iccid) ||
      !imei.startsWith('35000000') ||
      readImei(imei) !== imei ||
      (eid !== null && !isEid(eid)),
  );
  expect(wrong).toEqual([]);
});

const readOnly: OutsideCall = {
  readFirst: true,
  signal: new AbortController().signal,
  beforeWrite: () => Promise.reject(new Error('Nothing is to be written here.')),
  onExchange: () => undefined,
};

const carriers = ['jasper', 'thingspace', 'pond', 'telegence'];

const poolShape = z.looseObject({ pool: z.array(z.string()) });

const seedShape = z.looseObject({
  accounts: z.array(z.unknown()),
  devices: z.array(z.looseObject({ iccid: z.string() })),
});

function readSeed(name: string) {
  const file = join(dataDir, 'simulators', `${name}.seed.json`);
  expect(statSync(file).mode & 0o077).toBe(0);
  return seedShape.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** SIMs that only the product knows. */
const unknownAtCarrier = `p.integration = 'THINGSPACE' and d.status = 'inventory'`;

test('the simulators know the very SIMs of the database, except those that ThingSpace hears of when they are added', async () => {
  const { rows } = await pool.query<{ iccid: string }>(
    `select d.iccid from devices d join service_providers p on p.id = d.service_provider_id where not (${unknownAtCarrier})`,
  );
  const seeded = carriers.flatMap((name) => readSeed(name).devices.map(({ iccid }) => iccid));
  expect(seeded.sort()).toEqual(rows.map(({ iccid }) => iccid).sort());
});

test('every service provider reaches its own account at the simulator, which tells of its devices what the database has', async () => {
  const simulators = {
    JASPER: await startJasperSimulator({ seed: readSeed('jasper') }),
    THINGSPACE: await startThingspaceSimulator({ seed: readSeed('thingspace') }),
    POND: await startPondSimulator({ seed: readSeed('pond') }),
    TELEGENCE: await startTelegenceSimulator({ seed: readSeed('telegence') }),
  };
  const http = createHttpClient();
  const registry = createCarrierRegistry({
    http,
    budgetFor: () => UNLIMITED,
    thingspace: {
      sessionsOf: () => sessionsInMemory(),
      lineActionsOf: () => ({ take: () => Promise.resolve(true), giveBack: () => Promise.resolve() }),
    },
    telegenceFor: createTelegenceBook(),
  });
  const encryption = createEncryption([{ id: 'test1', key }]);
  const compared: Record<string, number> = {};
  for (const row of (await pool.query<ProviderWithDevice>(oneDeviceOfEachStatus)).rows) {
    const { carrier } = registry.forProvider({
      id: row.id,
      integration: row.integration,
      // The port is the only thing that differs from one installation to the next.
      baseUrl: row.base_url.replace(/^http:..127.0.0.1:\d+/, simulators[row.integration].url),
      settings: row.settings,
      credentials: JSON.parse(encryption.decrypt(row.tenant_id, row.credentials)),
    });
    const found = await carrier.readDevice(row.identifier, readOnly);
    expect({ iccid: row.iccid, ...found }).toMatchObject(expectedOf(row));
    compared[row.integration] = (compared[row.integration] ?? 0) + 1;
  }
  expect(compared).toEqual({ JASPER: 10, THINGSPACE: 8, POND: 9, TELEGENCE: 6 });
  await http.close();
  await Promise.all(Object.values(simulators).map((simulator) => simulator.close()));
});

interface ProviderWithDevice {
  id: string;
  tenant_id: string;
  integration: Integration;
  base_url: string;
  settings: unknown;
  credentials: string;
  iccid: string;
  identifier: string;
  status: string;
  msisdn: string | null;
  ip_address: string | null;
  plan: string | null;
}

/** A Telegence SIM without a line cannot be asked about. */
const oneDeviceOfEachStatus = `
  select distinct on (p.id, d.status) p.id, p.tenant_id, p.integration, p.base_url, p.settings, p.credentials, d.iccid,
         case p.integration when 'TELEGENCE' then d.msisdn else d.iccid end as identifier,
         d.status, d.msisdn, d.ip_address, c.code as plan
    from service_providers p join devices d on d.service_provider_id = p.id
    left join carrier_rate_plans c on c.id = d.carrier_rate_plan_id
   where d.archived_at is null and not (${unknownAtCarrier})
     and not (p.integration = 'TELEGENCE' and d.status = 'inventory')
   order by p.id, d.status, d.id`;

/** What each carrier tells of a device. Jasper has one word for suspended and deactivated, and POND one for both too. */
function expectedOf({ integration, status, msisdn, ip_address, plan }: ProviderWithDevice): object {
  switch (integration) {
    case 'JASPER':
    case 'POND':
      return status === 'active' ? { status } : {};
    case 'THINGSPACE':
      return { status, ratePlan: plan, ipAddress: ip_address, msisdn: msisdn === null ? null : `1${msisdn}` };
    case 'TELEGENCE':
      return { status, ratePlan: plan, ipAddress: ip_address, msisdn };
  }
}

test('a Telegence SIM in inventory is known to the account and has no line, and an address in use is one of its pool', () => {
  const { accounts, devices } = readSeed('telegence');
  const pools = z.array(z.looseObject({ account: z.string(), pdpNames: z.array(poolShape) })).parse(accounts);
  const inPool = new Map(
    pools.map(({ account, pdpNames }) => [account, new Set(pdpNames.flatMap(({ pool: all }) => all))]),
  );
  const withoutLine = devices.filter(({ subscriberNumber }) => subscriberNumber === undefined);
  const fixed = devices.filter(({ ipAddress }) => typeof ipAddress === 'string');
  expect(withoutLine.length).toBeGreaterThan(900);
  expect(fixed.length).toBeGreaterThan(80);
  expect(
    fixed.filter(({ account, ipAddress }) => !inPool.get(String(account))?.has(String(ipAddress))),
  ).toEqual([]);
});

test('every tenant reaches its own account at the simulated billing system', async () => {
  const simulator = await startRevioSimulator({ seed: readSeed('revio') });
  const http = createHttpClient();
  const encryption = createEncryption([{ id: 'test1', key }]);
  const { rows } = await pool.query<{
    tenant_id: string;
    base_url: string;
    credentials: string;
    external_id: string;
  }>(
    `select b.*, (select external_id from rev_services s where s.tenant_id = b.tenant_id limit 1) as external_id
       from billing_connections b`,
  );
  for (const row of rows) {
    const credentials = parseBillingCredentials(
      JSON.parse(encryption.decrypt(row.tenant_id, row.credentials)),
    );
    if (!credentials.ok) throw new Error('The credentials are incomplete.');
    const billing = createRevBilling({
      baseUrl: row.base_url.replace(options.simulatorUrls.revio, simulator.url),
      credentials: credentials.value,
      http,
      budget: UNLIMITED,
    });
    const products = await billing.ensureProducts(
      row.external_id,
      [{ productId: '31', rate: 4.5 }],
      readOnly,
    );
    expect(products).toHaveLength(1);
  }
  const effects = await fetch(`${simulator.url}/__simulator/effects?since=0`);
  expect(await effects.text()).toBe('');
  await http.close();
  await simulator.close();
});

test('an active POND SIM has one active package, and it is of the type of its plan', async () => {
  const { rows } = await pool.query<{ iccid: string; rate_plan_id: number }>(
    `select d.iccid, c.rate_plan_id from devices d join service_providers p on p.id = d.service_provider_id
       left join carrier_rate_plans c on c.id = d.carrier_rate_plan_id
      where p.integration = 'POND' and d.status = 'active'`,
  );
  const packages = z.array(z.looseObject({ packageTypeId: z.number(), status: z.string() }));
  const atCarrier = new Map(
    readSeed('pond').devices.map((sim) => [sim.iccid, packages.parse(sim['packages'])]),
  );
  const wrong = rows.filter(({ iccid, rate_plan_id }) => {
    const [only, ...more] = atCarrier.get(iccid) ?? [];
    return only?.status !== 'ACTIVE' || only.packageTypeId !== rate_plan_id || more.length > 0;
  });
  expect(wrong).toEqual([]);
});

test('the billing lines of the database are the lines of the billing system', async () => {
  const { rows } = await pool.query<{ id: string; iccid: string; rev_customer_id: string }>(
    `select s.external_id as id, s.iccid, c.rev_customer_id from rev_services s
       join customers c on c.id = s.customer_id order by 1`,
  );
  const lines = readSeed('revio').devices.map((line) => ({
    id: String(line['serviceId']),
    iccid: line.iccid,
    rev_customer_id: line['customerId'],
  }));
  expect(lines.sort((left, right) => (left.id < right.id ? -1 : 1))).toEqual(rows);
});
