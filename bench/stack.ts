import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { createDatabase, type Database } from '../src/db/client.ts';
import { migrateDatabase } from '../src/db/migrate.ts';
import type { ChildProgram } from '../src/dev/child-program.ts';
import { createDatabaseIfMissing, startEmbeddedPostgres } from '../src/dev/embedded-postgres.ts';
import { findFreePort } from '../src/dev/free-port.ts';
import { API_HEAP_MEGABYTES } from '../src/dev/node-program.ts';
import { findTemporalCli } from '../src/dev/temporal-cli.ts';
import { startTemporalServer } from '../src/dev/temporal-server.ts';
import { makeTemporaryDirectory } from '../src/dev/temporary-directory.ts';
import { createEncryption } from '../src/platform/encryption.ts';
import { peakMemoryMiB } from './measure.ts';
import { seedBench, type BenchSeed, type BenchSizes } from './seed.ts';
import { startSimulators, type SimulatorUrls } from './simulators.ts';
import { createStartNode, type StartNode } from './start-node.ts';

const root = resolve(import.meta.dirname, '..');

/** Everything a benchmark runs against: real parts, each a process of its own, on a fresh server. */
export interface BenchStack {
  readonly database: Database;
  readonly client: Client;
  readonly apiUrl: string;
  readonly simulatorUrls: SimulatorUrls;
  readonly seed: BenchSeed;
  readonly bareTaskQueue: string;
  /** One more worker process beside the one that runs already; the caller stops it. */
  startWorker(): Promise<ChildProgram>;
  /** Highest resident memory of a process so far, in MiB. */
  peakMemoryMiB(part: 'worker' | 'api'): number;
  stop(): Promise<void>;
}

export async function startBenchStack(sizes: BenchSizes): Promise<BenchStack> {
  const folder = makeTemporaryDirectory('bench');
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const stopOne of stops.reverse()) await stopOne();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return await startParts(folder, sizes, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(
  folder: string,
  sizes: BenchSizes,
  stops: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<BenchStack> {
  const track = (program: ChildProgram): void => void stops.push(() => program.stop());
  const startNode = createStartNode(folder, track);
  const databaseUrl = await startDatabase(folder, track);
  const temporalAddress = await startTemporal(folder, track);
  const simulatorUrls = await startSimulators(folder, sizes.devices, startNode);
  const database = createDatabase({ url: databaseUrl, maxConnections: 5, applicationName: 'bench' });
  stops.push(() => database.close());
  const key = randomBytes(32);
  const seed = await seedBench(database, createEncryption([{ id: 'bench', key }]), simulatorUrls, sizes);
  const product = await startProduct(startNode, {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    MILLPOND_ENCRYPTION_KEYS: `bench:${key.toString('base64')}`,
  });
  const bareTaskQueue = 'bare';
  await startBareWorker(startNode, temporalAddress, bareTaskQueue);
  const connection = await Connection.connect({ address: temporalAddress });
  stops.push(() => connection.close());
  const { apiUrl, startWorker, pids } = product;
  return {
    database,
    client: new Client({ connection }),
    apiUrl,
    simulatorUrls,
    seed,
    bareTaskQueue,
    startWorker,
    peakMemoryMiB: (part) => peakMemoryMiB(pids[part]),
    stop,
  };
}

/** The API, where callbacks come in too, and a first worker. */
async function startProduct(startNode: StartNode, connections: Readonly<Record<string, string>>) {
  const [apiPort, apiMetrics] = [String(await findFreePort()), String(await findFreePort())];
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const environment = {
    ...process.env,
    ...connections,
    MILLPOND_API_PORT: apiPort,
    MILLPOND_API_METRICS_PORT: apiMetrics,
    MILLPOND_PUBLIC_URL: apiUrl,
    MILLPOND_RATE_LIMIT_PER_MINUTE: '100000',
    LOG_LEVEL: 'warn',
  };
  let workers = 0;
  const startWorker = async (): Promise<ChildProgram> => {
    workers += 1;
    const port = String(await findFreePort());
    return startNode({
      name: `worker-${String(workers)}`,
      file: 'src/worker.ts',
      environment: { ...environment, MILLPOND_WORKER_METRICS_PORT: port },
      readyUrl: `http://127.0.0.1:${port}/health/ready`,
    });
  };
  const worker = await startWorker();
  const api = await startNode({
    name: 'api',
    file: 'src/api/server.ts',
    environment,
    readyUrl: `${apiUrl}/health/ready`,
    heapMegabytes: API_HEAP_MEGABYTES,
  });
  return { apiUrl, startWorker, pids: { worker: worker.pid, api: api.pid } };
}

async function startBareWorker(startNode: StartNode, address: string, taskQueue: string): Promise<void> {
  const port = String(await findFreePort());
  await startNode({
    name: 'bare-worker',
    file: 'bench/bare/worker.ts',
    args: [address, taskQueue, port],
    readyUrl: `http://127.0.0.1:${port}/`,
  });
}

async function startTemporal(folder: string, track: (program: ChildProgram) => void): Promise<string> {
  const cli = await findTemporalCli(join(root, '.cache', 'programs'), process.env);
  const { address } = await startTemporalServer({
    cli: cli.path,
    databaseFile: join(folder, 'temporal.db'),
    port: await findFreePort(),
    uiPort: undefined,
    logFile: join(folder, 'temporal.log'),
    durability: 'throwaway',
    track,
  });
  return address;
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
