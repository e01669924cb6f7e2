import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '../../src/db/transaction.ts';
import { openFleetDatabase, type FleetDatabase } from './fleet-database.ts';

let db: FleetDatabase;

beforeAll(async () => {
  db = await openFleetDatabase();
});

afterAll(() => db.close());

async function backendOf(client: { query: (text: string) => Promise<{ rows: { pid: number }[] }> }) {
  const { rows } = await client.query('select pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
}

/** As an administrator, or a server that fails over, does. */
async function terminate(pid: number): Promise<void> {
  const { pool } = db.database;
  await pool.query('select pg_terminate_backend($1)', [pid]);
  const isGone = async () => {
    const { rowCount } = await pool.query('select 1 from pg_stat_activity where pid = $1', [pid]);
    return rowCount === 0;
  };
  await expect.poll(isGone).toBe(true);
}

it('a connection that is lost between two statements fails the call and nothing else', async () => {
  let lost = 0;
  const work = inTransaction(db.database.pool, async (client) => {
    lost = await backendOf(client);
    const told = new Promise((resolve) => client.once('error', resolve));
    await terminate(lost);
    await told;
    await client.query('select 1');
  });
  await expect(work).rejects.toThrow();
  const next = await inTransaction(db.database.pool, backendOf);
  expect(next).not.toBe(lost);
});

it('a connection that is lost during a statement fails the call and nothing else', async () => {
  const work = inTransaction(db.database.pool, async (client) => {
    const pid = await backendOf(client);
    await Promise.all([client.query('select pg_sleep(60)'), terminate(pid)]);
  });
  await expect(work).rejects.toThrow();
  expect(await inTransaction(db.database.pool, backendOf)).toBeGreaterThan(0);
});

it('what fails is rolled back, and its connection serves the next', async () => {
  const { pool, prisma } = db.database;
  const work = inTransaction(pool, async (client) => {
    await client.query(`insert into tenants (id, name) values (uuidv7(), 'Never')`);
    throw new Error('Half-way.');
  });
  await expect(work).rejects.toThrow('Half-way.');
  expect(await prisma.tenant.count({ where: { name: 'Never' } })).toBe(0);
});
