import type pg from 'pg';

/** Where a statement may run: in the pool, or in a transaction that has a connection of its own. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

/** Commits what `work` has done, or nothing of it. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let isLost = false;
  // A connection that is lost while it is ours says so by an event, which without a listener would end the process. Whoever
  // waits for a statement, or sends the next one, gets the fault.
  const onLost = (): void => {
    isLost = true;
  };
  client.on('error', onLost);
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(onLost);
    throw error;
  } finally {
    client.off('error', onLost);
    // One that is lost, or cannot even roll back, must not serve anybody else.
    client.release(isLost);
  }
}
