import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm';

/** The lock file names the kind of database, so that migrations written for another one are refused. */
const lockFileName = 'migration_lock.toml';

/**
 * Reads a folder of migrations (`<timestamp>_<what>/migration.sql`) the way the schema engine wants it: the engine has no
 * file system of its own. A folder that does not exist has no migrations.
 */
export async function readMigrations(migrationsDirectory: string): Promise<MigrationList> {
  const entries = await readdir(migrationsDirectory, { withFileTypes: true }).catch(emptyWhenMissing);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return {
    baseDir: resolve(migrationsDirectory),
    lockfile: {
      path: lockFileName,
      content: entries.some((entry) => entry.name === lockFileName)
        ? await readFile(join(migrationsDirectory, lockFileName), 'utf8')
        : null,
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.sort().map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(join(migrationsDirectory, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  };
}

function emptyWhenMissing(error: NodeJS.ErrnoException): never[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
