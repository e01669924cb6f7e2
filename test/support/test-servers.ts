import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { migrateDatabase } from '../../src/db/migrate.ts';
import { createDatabaseIfMissing, startEmbeddedPostgres } from '../../src/dev/embedded-postgres.ts';
import { findFreePort } from '../../src/dev/free-port.ts';
import { findTemporalCli } from '../../src/dev/temporal-cli.ts';
import { startTemporalServer } from '../../src/dev/temporal-server.ts';
import { makeTemporaryDirectory } from '../../src/dev/temporary-directory.ts';

const root = resolve(import.meta.dirname, '../..');
const cacheDirectory = join(root, '.cache', 'programs');
const templateName = 'millpond_template';

export interface TestServers {
  /** Address of a database from which new ones can be created. */
  adminUrl: string;
  /** Name of the migrated database that new ones are copied from. */
  templateName: string;
  temporalAddress: string;
  stop: () => Promise<void>;
}

/**
 * Starts the servers of one test run in a temporary folder: PostgreSQL (or the one of DATABASE_URL) with a migrated template
 * database, and Temporal's development server. Neither waits for the disk.
 */
export async function startTestServers(environment: NodeJS.ProcessEnv): Promise<TestServers> {
  const folder = makeTemporaryDirectory('test');
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const stopOne of stops.reverse()) await stopOne();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [adminUrl, temporalAddress] = await Promise.all([
      providePostgres(folder, environment, stops),
      provideTemporal(folder, environment, stops),
    ]);
    return { adminUrl, templateName, temporalAddress, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function providePostgres(
  folder: string,
  environment: NodeJS.ProcessEnv,
  stops: (() => Promise<void>)[],
): Promise<string> {
  const given = environment['DATABASE_URL'];
  const adminUrl = given ?? (await startPostgres(folder, stops));
  if (given !== undefined) await dropTemplate(adminUrl);
  await createDatabaseIfMissing(adminUrl, templateName);
  const templateUrl = new URL(adminUrl);
  templateUrl.pathname = `/${templateName}`;
  await migrateDatabase(templateUrl.href, join(root, 'prisma', 'migrations'));
  return adminUrl;
}

async function startPostgres(folder: string, stops: (() => Promise<void>)[]): Promise<string> {
  const { program, urlOf } = await startEmbeddedPostgres({
    dataDirectory: join(folder, 'postgres'),
    port: await findFreePort(),
    password: 'test',
    logFile: join(folder, 'postgres.log'),
    durability: 'throwaway',
  });
  stops.push(() => program.stop());
  return urlOf('postgres');
}

/** A server of one's own keeps the template of the last run, whose migrations may have been edited since. */
async function dropTemplate(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`drop database if exists ${templateName} with (force)`);
  await client.end();
}

async function provideTemporal(
  folder: string,
  environment: NodeJS.ProcessEnv,
  stops: (() => Promise<void>)[],
): Promise<string> {
  const cli = await findTemporalCli(cacheDirectory, environment);
  const { program, address } = await startTemporalServer({
    cli: cli.path,
    databaseFile: join(folder, 'temporal.db'),
    port: await findFreePort(),
    uiPort: undefined,
    logFile: join(folder, 'temporal.log'),
    durability: 'throwaway',
  });
  stops.push(() => program.stop());
  return address;
}
