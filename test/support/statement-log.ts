import type pg from 'pg';

/** Notes the text of every statement that goes over the pool from now on, whoever sends it, Prisma included. */
export function recordStatements(pool: pg.Pool): string[] {
  const statements: string[] = [];
  const watched = new WeakSet<pg.PoolClient>();
  pool.on('acquire', (client) => {
    if (watched.has(client)) return;
    watched.add(client);
    const query = client.query.bind(client) as (...parts: unknown[]) => unknown;
    Object.assign(client, {
      query: (...parts: unknown[]) => {
        statements.push(textOf(parts[0]));
        return query(...parts);
      },
    });
  });
  return statements;
}

function textOf(statement: unknown): string {
  return typeof statement === 'string' ? statement : String((statement as { text?: unknown }).text);
}
