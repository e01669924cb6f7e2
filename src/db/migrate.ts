import pg from 'pg';
import { readMigrations } from './migration-files.ts';
import { withSchemaEngine } from './schema-engine.ts';

/** A number of our own: Prisma's native engine takes another one for itself while it applies. */
const advisoryLockKey = 6_455_766;

/** How long a second process waits for the first one's migrations before it says so. */
const lockTimeoutMs = 120_000;

const connectTimeoutMs = 5_000;

/** Thrown when a migration could not be applied. The message carries the engine's explanation and what to do about it. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/**
 * Applies the migrations of `migrationsDirectory` that the database does not have yet, in the order of their names, and returns
 * the names of those it applied. The same folder and the same `_prisma_migrations` table serve `prisma migrate deploy`.
 *
 * Any number of processes may call it at once: one applies, the others wait for it and find nothing left to do.
 *
 * @throws MigrationError
 */
export async function migrateDatabase(databaseUrl: string, migrationsDirectory: string): Promise<string[]> {
  const migrationsList = await readMigrations(migrationsDirectory);
  return withAdvisoryLock(databaseUrl, () =>
    withSchemaEngine(databaseUrl, [], async (engine) => {
      try {
        const { appliedMigrationNames } = await engine.applyMigrations({
          migrationsList,
          filters: { externalTables: [], externalEnums: [] },
        });
        return appliedMigrationNames;
      } catch (error) {
        throw explain(error, migrationsDirectory);
      }
    }),
  );
}

async function withAdvisoryLock<T>(databaseUrl: string, action: () => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: lockTimeoutMs,
    application_name: 'millpond-migrate',
  });
  // A connection that breaks while the engine works is noticed by the engine's own connection; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLockKey]);
    return await action();
  } finally {
    // Ending the session releases the lock, also where a failed statement left the session in a state of its own.
    await client.end();
  }
}

function explain(error: unknown, migrationsDirectory: string): MigrationError {
  const reason = error instanceof Error ? error.message : String(error);
  return new MigrationError(
    `A migration of ${migrationsDirectory} could not be applied: ${reason}\n` +
      'A migration is one transaction, so nothing of it was kept, but it is recorded as failed and blocks the next ones. Correct the cause, ' +
      'mark it with "prisma migrate resolve --rolled-back <name>" (or delete its row in _prisma_migrations), and migrate again.',
    { cause: error },
  );
}
