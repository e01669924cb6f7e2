import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { createDatabase, type Database } from '../src/db/client.ts';
import { migrateDatabase } from '../src/db/migrate.ts';
import type { ChildProgram } from '../src/dev/child-program.ts';
import { createDatabaseIfMissing, startEmbeddedPostgres } from '../src/dev/embedded-postgres.ts';
import { findFreePort } from '../src/dev/free-port.ts';
import { startNodeProgram } from '../src/dev/node-program.ts';
import { findTemporalCli } from '../src/dev/temporal-cli.ts';
import { startTemporalServer } from '../src/dev/temporal-server.ts';
import { makeTemporaryDirectory } from '../src/dev/temporary-directory.ts';
import { createEncryption } from '../src/platform/encryption.ts';
import { seedBench, simulatorSeed, type BenchSeed } from './seed.ts';

const root = resolve(import.meta.dirname, '..');

/** Everything a benchmark runs against: real parts, each a process of its own, on a fresh server. */
export interface BenchStack {
  readonly database: Database;
  readonly client: Client;
  readonly apiUrl: string;
  readonly simulatorUrl: string;
  readonly seed: BenchSeed;
  readonly bareTaskQueue: string;
  /** Highest resident memory of a process so far, in MiB. */
  peakMemoryMiB(part: 'worker' | 'api' | 'bare worker' | 'temporal'): number;
  stop(): Promise<void>;
}

export async function startBenchStack(devices: number): Promise<BenchStack> {
  const folder = makeTemporaryDirectory('bench');
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const stopOne of stops.reverse()) await stopOne();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return await startParts(folder, devices, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(
  folder: string,
  devices: number,
  stops: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<BenchStack> {
  const track = (program: ChildProgram): void => void stops.push(() => program.stop());
  const log = (name: string): string => join(folder, `${name}.log`);
  const databaseUrl = await startDatabase(folder, track);
  const cli = await findTemporalCli(join(root, '.cache', 'programs'), process.env);
  const temporal = await startTemporalServer({
    cli: cli.path,
    databaseFile: join(folder, 'temporal.db'),
    port: await findFreePort(),
    uiPort: undefined,
    logFile: log('temporal'),
    durability: 'throwaway',
    track,
  });
  const key = randomBytes(32);
  const seedFile = join(folder, 'jasper.json');
  writeFileSync(seedFile, JSON.stringify(simulatorSeed(devices)));
  const simulatorPort = await findFreePort();
  const simulatorUrl = `http://127.0.0.1:${String(simulatorPort)}`;
  const node = async (
    name: string,
    file: string,
    args: string[],
    readyUrl: string,
    environment = process.env,
  ) =>
    startNodeProgram({
      file: join(root, file),
      programArguments: args,
      environment,
      logFile: log(name),
      readyUrl,
      stopTimeoutMs: 40_000,
      track,
    });
  await node(
    'simulator',
    'src/simulators/jasper/main.ts',
    [
      '--port',
      String(simulatorPort),
      '--seed-file',
      seedFile,
      '--limits',
      '{"*":{"requestsPerSecond":null,"concurrency":null}}',
    ],
    `${simulatorUrl}/__simulator/statistics`,
  );
  const database = createDatabase({ url: databaseUrl, maxConnections: 5, applicationName: 'bench' });
  stops.push(() => database.close());
  const seed = await seedBench(database, createEncryption([{ id: 'bench', key }]), simulatorUrl, devices);
  const [apiPort, apiMetrics, workerMetrics] = [
    await findFreePort(),
    await findFreePort(),
    await findFreePort(),
  ];
  const environment = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    MILLPOND_API_PORT: String(apiPort),
    MILLPOND_API_METRICS_PORT: String(apiMetrics),
    MILLPOND_WORKER_METRICS_PORT: String(workerMetrics),
    MILLPOND_ENCRYPTION_KEYS: `bench:${key.toString('base64')}`,
    MILLPOND_RATE_LIMIT_PER_MINUTE: '100000',
    LOG_LEVEL: 'warn',
  };
  const worker = await node(
    'worker',
    'src/worker.ts',
    [],
    `http://127.0.0.1:${String(workerMetrics)}/health/ready`,
    environment,
  );
  const apiUrl = `http://127.0.0.1:${String(apiPort)}`;
  const api = await node('api', 'src/api/server.ts', [], `${apiUrl}/health/ready`, environment);
  const bareTaskQueue = 'bare';
  const bareMetrics = await findFreePort();
  const bare = await node(
    'bare-worker',
    'bench/bare/worker.ts',
    [temporal.address, bareTaskQueue, String(bareMetrics)],
    `http://127.0.0.1:${String(bareMetrics)}/`,
  );
  const connection = await Connection.connect({ address: temporal.address });
  stops.push(() => connection.close());
  const pids = { worker: worker.pid, api: api.pid, 'bare worker': bare.pid, temporal: temporal.program.pid };
  return {
    database,
    client: new Client({ connection }),
    apiUrl,
    simulatorUrl,
    seed,
    bareTaskQueue,
    peakMemoryMiB: (part) => peakMemory(pids[part]),
    stop,
  };
}

async function startDatabase(folder: string, track: (program: ChildProgram) => void): Promise<string> {
  const { urlOf } = await startEmbeddedPostgres({
    dataDirectory: join(folder, 'postgres'),
    port: await findFreePort(),
    password: 'bench',
    logFile: join(folder, 'postgres.log'),
    durability: 'durable',
    track,
  });
  await createDatabaseIfMissing(urlOf('postgres'), 'millpond');
  await migrateDatabase(urlOf('millpond'), join(root, 'prisma', 'migrations'));
  return urlOf('millpond');
}

/** VmHWM of /proc; 0 where there is no /proc. */
function peakMemory(pid: number): number {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}
