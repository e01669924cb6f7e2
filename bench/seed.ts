import { createHash } from 'node:crypto';
import type { Database } from '../src/db/client.ts';
import type { Encryption } from '../src/platform/encryption.ts';

/** The ids a benchmark works with; identifiers are invented and belong to nobody. */
export interface BenchSeed {
  readonly token: string;
  readonly tenantId: string;
  readonly providerId: string;
  /** The same account with a small budget. */
  readonly budgetProviderId: string;
  readonly customerRatePlanIds: readonly [string, string];
}

const TOKEN = 'mlp_bench';

export function benchIccid(index: number): string {
  return `890170${String(index).padStart(14, '0')}`;
}

export function simulatorSeed(devices: number): unknown {
  return {
    accounts: [
      {
        account: 'bench',
        username: 'bench',
        apiKey: 'bench-key',
        ratePlans: ['Small'],
        communicationPlans: ['Data'],
      },
    ],
    devices: Array.from({ length: devices }, (_, index) => ({
      account: 'bench',
      iccid: benchIccid(index),
      status: 'ACTIVATED',
      ratePlan: 'Small',
      communicationPlan: 'Data',
    })),
  };
}

export const BUDGET_PER_SECOND = 20;

/** One tenant, its devices at a provider without a limit, and a second provider with one. */
export async function seedBench(
  database: Database,
  encryption: Encryption,
  simulatorUrl: string,
  devices: number,
): Promise<BenchSeed> {
  const { prisma, pool } = database;
  const { id: tenantId } = await prisma.tenant.create({ data: { name: 'Bench' } });
  await prisma.apiToken.create({
    data: {
      tenantId,
      name: 'bench',
      role: 'operator',
      tokenSha256: Uint8Array.from(createHash('sha256').update(TOKEN).digest()),
      hint: TOKEN.slice(-4),
      createdBy: 'bench',
    },
  });
  const provider = async (name: string, settings: object): Promise<string> => {
    const credentials = encryption.encrypt(
      tenantId,
      JSON.stringify({ username: 'bench', apiKey: 'bench-key' }),
    );
    const baseUrl = `${simulatorUrl}/rws/api/v1`;
    const row = await prisma.serviceProvider.create({
      data: { tenantId, name, integration: 'JASPER', baseUrl, credentials, settings },
    });
    return row.id;
  };
  const providerId = await provider('Unlimited', { requestsPerSecond: null, maxConcurrentRequests: 100 });
  const budgetProviderId = await provider('Limited', {
    requestsPerSecond: BUDGET_PER_SECOND,
    maxConcurrentRequests: 5,
  });
  await pool.query(
    `with d as (
       insert into devices (id, tenant_id, service_provider_id, iccid, status)
       select uuidv7(), $1::uuid, p.id, '890170' || lpad(n::text, 14, '0'), 'active'
       from unnest($2::uuid[]) as p(id), generate_series(0, $3::int - 1) as n
       returning id
     ) insert into device_tenants (tenant_id, device_id) select $1::uuid, id from d`,
    [tenantId, [providerId, budgetProviderId], devices],
  );
  await pool.query('analyze');
  const [first, second] = await Promise.all(
    ['A', 'B'].map((code) =>
      prisma.customerRatePlan.create({ data: { tenantId, code, name: `Plan ${code}` } }),
    ),
  );
  if (first === undefined || second === undefined) throw new Error('The plans were not made.');
  return { token: TOKEN, tenantId, providerId, budgetProviderId, customerRatePlanIds: [first.id, second.id] };
}
