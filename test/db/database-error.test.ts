import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../src/db/client.ts';
import { constraintOf, isTransientDatabaseError } from '../../src/db/database-error.ts';
import { openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';

let db: FleetDatabase;
let fleet: SeededFleet;

beforeAll(async () => {
  db = await openFleetDatabase(4);
  fleet = await db.newFleet();
});

afterAll(() => db.close());

/** What a promise is rejected with. */
async function errorOf(work: PromiseLike<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('The work was expected to fail.');
}

const missing = '00000000-0000-7000-8000-000000000000';

describe('the violated constraint', () => {
  it('is named for a repeated value through Prisma', async () => {
    const again = { tenantId: fleet.tenantId, code: 'C1', name: 'Again' };
    const error = await errorOf(db.database.prisma.customerRatePlan.create({ data: again }));
    expect(constraintOf(error)).toBe('customer_rate_plans_tenant_code_key');
    expect(isTransientDatabaseError(error)).toBe(false);
  });

  it('is named for a repeated value through the pool', async () => {
    const error = await errorOf(
      db.database.pool.query(
        `insert into customers (id, tenant_id, name) values (uuidv7(), $1, 'Acme Meters')`,
        [fleet.tenantId],
      ),
    );
    expect(constraintOf(error)).toBe('customers_tenant_name_key');
    expect(isTransientDatabaseError(error)).toBe(false);
  });

  it('is named for a row that refers to nothing, both ways', async () => {
    const site = { tenantId: fleet.tenantId, customerId: missing, name: 'Nowhere' };
    expect(constraintOf(await errorOf(db.database.prisma.site.create({ data: site })))).toBe(
      'sites_customer_fkey',
    );
    const error = await errorOf(
      db.database.pool.query(
        `insert into sites (id, tenant_id, customer_id, name) values (uuidv7(), $1, $2, 'Nowhere')`,
        [fleet.tenantId, missing],
      ),
    );
    expect(constraintOf(error)).toBe('sites_customer_fkey');
  });

  it('is named when a statement of ours in a transaction breaks a check', async () => {
    const error = await errorOf(
      db.database.pool.query(`update service_providers set billing_period_end_day = 31 where id = $1`, [
        fleet.jasper,
      ]),
    );
    expect(constraintOf(error)).toBe('service_providers_billing_day_check');
  });

  it.each([new Error('x'), undefined, null, 'text', { constraint: 7 }])('is none for %s', (error) => {
    expect(constraintOf(error)).toBeUndefined();
    expect(isTransientDatabaseError(error)).toBe(false);
  });
});

/** Ends every other connection of this database, as a restart of the server does. */
async function killConnections(applicationName: string): Promise<void> {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  try {
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()`,
      [applicationName],
    );
  } finally {
    await client.end();
  }
}

/** Waits, without a fixed pause, until a connection of this name runs a statement. */
async function whenBusy(applicationName: string): Promise<void> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const { rows } = await db.database.pool.query(
      `select 1 from pg_stat_activity where application_name = $1 and state = 'active'`,
      [applicationName],
    );
    if (rows.length > 0) return;
  }
  throw new Error('The statement did not begin.');
}

async function killedWhile(
  work: (own: ReturnType<typeof createDatabase>) => PromiseLike<unknown>,
  name: string,
) {
  const own = createDatabase({ url: db.url, maxConnections: 1, applicationName: name });
  try {
    const failure = errorOf(work(own));
    await whenBusy(name);
    await killConnections(name);
    return await failure;
  } finally {
    await own.close();
  }
}

describe('a fault that passes by itself', () => {
  it('is a connection that the server ended during a statement of the pool', async () => {
    const error = await killedWhile((own) => own.pool.query('select pg_sleep(30)'), 'killed-pool');
    expect(isTransientDatabaseError(error)).toBe(true);
    expect(constraintOf(error)).toBeUndefined();
  });

  it('is a connection that the server ended during a query of Prisma', async () => {
    const error = await killedWhile(
      (own) => own.prisma.$queryRaw`select 1 as one from pg_sleep(30)`,
      'killed-prisma',
    );
    expect(isTransientDatabaseError(error)).toBe(true);
  });

  it('is a connection that the server ended during a transaction of Prisma', async () => {
    const error = await killedWhile(
      (own) =>
        own.prisma.$transaction(async (tx) => {
          await tx.$queryRaw`select 1 as one from pg_sleep(30)`;
        }),
      'killed-transaction',
    );
    expect(isTransientDatabaseError(error)).toBe(true);
  });

  it('is a server that is not there', async () => {
    const away = createDatabase({
      url: 'postgresql://nobody@127.0.0.1:1/none',
      maxConnections: 1,
      applicationName: 'away',
    });
    expect(isTransientDatabaseError(await errorOf(away.pool.query('select 1')))).toBe(true);
    expect(isTransientDatabaseError(await errorOf(away.prisma.tenant.count()))).toBe(true);
    await away.close();
  });

  it('is a deadlock', async () => {
    const [one, two] = [await db.database.pool.connect(), await db.database.pool.connect()];
    const lock = (client: pg.PoolClient, id: string) =>
      client.query('select 1 from service_providers where id = $1 for update', [id]);
    try {
      for (const client of [one, two]) await client.query(`begin; set local deadlock_timeout = '50ms'`);
      await lock(one, fleet.jasper);
      await lock(two, fleet.pond);
      const results = await Promise.allSettled([lock(one, fleet.pond), lock(two, fleet.jasper)]);
      const failures = results.flatMap((result) =>
        result.status === 'rejected' ? [result.reason as unknown] : [],
      );
      expect(failures).toHaveLength(1);
      expect(isTransientDatabaseError(failures[0])).toBe(true);
    } finally {
      for (const client of [one, two]) {
        await client.query('rollback');
        client.release();
      }
    }
  });

  it('is not a statement that is wrong', async () => {
    expect(isTransientDatabaseError(await errorOf(db.database.pool.query('select nonsense')))).toBe(false);
    expect(isTransientDatabaseError(await errorOf(db.database.prisma.$queryRaw`select nonsense`))).toBe(
      false,
    );
  });
});
