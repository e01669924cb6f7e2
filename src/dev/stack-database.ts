import { join } from 'node:path';
import { migrateDatabase } from '../db/migrate.ts';
import { createDatabaseIfMissing, startEmbeddedPostgres } from './embedded-postgres.ts';
import { provideDemonstration } from './sandbox-demonstration.ts';
import type { SimulatorUrls } from './sandbox-demonstration.ts';
import type { SandboxSecrets } from './sandbox-secrets.ts';
import type { DemonstrationTokens } from './stack-file.ts';
import type { StackPorts } from './stack-ports.ts';
import type { Part } from './supervisor.ts';

const databaseName = 'millpond';

export interface StackDatabaseOptions {
  projectDirectory: string;
  dataDirectory: string;
  environment: NodeJS.ProcessEnv;
  ports: StackPorts;
  secrets: SandboxSecrets;
  simulatorUrls: SimulatorUrls;
  start: (part: Part) => Promise<void>;
  say: (line: string) => void;
}

/** Provides the migrated database with the demonstration data: in a PostgreSQL of our own, or in the one of DATABASE_URL. */
export async function provideDatabase(
  options: StackDatabaseOptions,
): Promise<{ databaseUrl: string; tokens: DemonstrationTokens }> {
  const { dataDirectory, say } = options;
  const given = options.environment['DATABASE_URL'];
  const databaseUrl = given === undefined || given === '' ? await startOwnServer(options) : given;
  const applied = await migrateDatabase(databaseUrl, join(options.projectDirectory, 'prisma', 'migrations'));
  if (applied.length > 0) say(`applied ${String(applied.length)} database migrations`);
  const tokens = await provideDemonstration({
    databaseUrl,
    dataDirectory,
    simulatorUrls: options.simulatorUrls,
    encryptionKeys: options.secrets.encryptionKeys,
    say,
  });
  return { databaseUrl, tokens };
}

async function startOwnServer(options: StackDatabaseOptions): Promise<string> {
  const { dataDirectory, ports, secrets } = options;
  const logFile = join(dataDirectory, 'logs', 'postgres.log');
  let urlOf: ((database: string) => string) | undefined;
  await options.start({
    name: 'postgres',
    logFile,
    start: async (track) => {
      const server = await startEmbeddedPostgres({
        dataDirectory: join(dataDirectory, 'postgres'),
        port: ports.postgres,
        password: secrets.postgresPassword,
        logFile,
        durability: 'durable',
        track,
      });
      urlOf = server.urlOf;
    },
  });
  if (urlOf === undefined) throw new Error('PostgreSQL is running but gave no address.');
  await createDatabaseIfMissing(urlOf('postgres'), databaseName);
  return urlOf(databaseName);
}
