import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { migrateDatabase } from '../src/db/migrate.ts';
import { startEmbeddedPostgres } from '../src/dev/embedded-postgres.ts';
import { findFreePort } from '../src/dev/free-port.ts';
import { makeTemporaryDirectory } from '../src/dev/temporary-directory.ts';

/**
 * Runs `use` with the address of a database that holds nothing but the migrations of `migrationsDirectory`. Its server lives in a
 * temporary folder and only as long as `use` runs, so that no database of anybody's is touched.
 */
export async function withScratchDatabase<T>(
  migrationsDirectory: string,
  use: (databaseUrl: string) => Promise<T>,
): Promise<T> {
  const folder = makeTemporaryDirectory('scratch');
  const { program, urlOf } = await startEmbeddedPostgres({
    dataDirectory: join(folder, 'postgres'),
    port: await findFreePort(),
    password: 'scratch',
    logFile: join(folder, 'postgres.log'),
    durability: 'throwaway',
  });
  try {
    const url = urlOf('postgres');
    await migrateDatabase(url, migrationsDirectory);
    return await use(url);
  } finally {
    await program.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
