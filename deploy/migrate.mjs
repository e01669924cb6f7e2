// Brings the database of DATABASE_URL up to date. Compiled code only: the image has no TypeScript. Any number may run at once.
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { migrateDatabase } from '../dist/db/migrate.js';

const databaseUrl = process.env.DATABASE_URL;
if (databaseUrl === undefined || databaseUrl === '') {
  process.stderr.write('Set DATABASE_URL to the database that is to be migrated.\n');
  process.exit(1);
}
const applied = await migrateDatabase(
  databaseUrl,
  fileURLToPath(new URL('../prisma/migrations', import.meta.url)),
);
process.stdout.write(
  applied.length === 0 ? 'Nothing to do: the database is up to date.\n' : `Applied ${applied.join(', ')}.\n`,
);
