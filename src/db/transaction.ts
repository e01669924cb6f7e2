import type pg from 'pg';

/** Where a statement may run: in the pool, or in a transaction that has a connection of its own. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

/** Commits what `work` has done, or nothing of it. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    const isUsable = await client.query('rollback').then(
      () => true,
      () => false,
    );
    // A connection that cannot even roll back must not serve anybody else.
    client.release(!isUsable);
    throw error;
  }
}
