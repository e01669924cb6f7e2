import pg from 'pg';

const connectTimeoutMs = 3_000;
const statementTimeoutMs = 60_000;

/** Opens a connection for a few statements and closes it again. */
export async function withConnection<T>(
  databaseUrl: string,
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
  });
  // A statement that is cut off rejects by itself; without a listener the connection's own event would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
