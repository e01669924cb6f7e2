// `npm run db:migrate`: brings the database of DATABASE_URL up to date. `npm start` does this by itself.
import { migrateDatabase } from '../src/db/migrate.ts';
import { migrationsDirectory } from './project-files.ts';

const databaseUrl = process.env['DATABASE_URL'];
if (databaseUrl === undefined || databaseUrl === '') {
  console.error('Set DATABASE_URL to the database that is to be migrated.');
  process.exitCode = 1;
} else {
  const applied = await migrateDatabase(databaseUrl, migrationsDirectory);
  console.log(
    applied.length === 0 ? 'Nothing to do: the database is up to date.' : `Applied ${applied.join(', ')}.`,
  );
}
