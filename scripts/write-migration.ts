// `npm run db:migration -- <what_it_does>`: writes a new migration with what prisma/schema.prisma has and the migrations have not.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { diffSchema } from '../src/db/schema-engine-diff.ts';
import { migrationsDirectory, projectDirectory, schemaFile } from './project-files.ts';
import { withScratchDatabase } from './scratch-database.ts';

const [name] = process.argv.slice(2);
if (name === undefined || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error(
    'Name the migration after what it does, in small letters with underscores: npm run db:migration -- add_sites',
  );
  process.exitCode = 1;
} else {
  const sql = await withScratchDatabase(migrationsDirectory, (url) => diffSchema(url, schemaFile));
  if (sql === '') console.log('Nothing to write: prisma/schema.prisma and the migrations agree.');
  else console.log(`Wrote ${writeMigration(name, sql)}. Read it, and add what Prisma cannot express.`);
}

function writeMigration(what: string, sql: string): string {
  const timestamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const folder = join(migrationsDirectory, `${timestamp}_${what}`);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'migration.sql');
  writeFileSync(file, `${sql.trim()}\n`);
  const lockFile = join(migrationsDirectory, 'migration_lock.toml');
  if (!existsSync(lockFile)) writeFileSync(lockFile, 'provider = "postgresql"\n');
  return relative(projectDirectory, file);
}
