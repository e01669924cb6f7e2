import type { Database } from './client.ts';
import { readMigrations } from './migration-files.ts';

/** The migrations this version brings that the database has not applied; empty when the two agree. */
export async function findPendingMigrations(
  { pool }: Database,
  migrationsDirectory: string,
): Promise<readonly string[]> {
  const { migrationDirectories } = await readMigrations(migrationsDirectory);
  const { rows } = await pool.query<{ migration_name: string }>(
    'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  const applied = new Set(rows.map((row) => row.migration_name));
  return migrationDirectories.map(({ path }) => path).filter((name) => !applied.has(name));
}
