import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../domain/search-attribute.ts';
import { startChildProgram } from './child-program.ts';
import type { ChildProgram } from './child-program.ts';
import { waitUntilReady } from './wait-until-ready.ts';

const startTimeoutMs = 60_000;
const stopTimeoutMs = 10_000;
const connectTimeoutMs = 2_000;

/** The values a development server needs to behave like the server of the production set-up, in the server's own words. */
const dynamicConfig: Record<string, string> = {
  // Visibility columns hold 255 characters; longer ids would be refused late, by the database.
  'limit.maxIDLength': '255',
  // Tenants share a carrier's queue fairly only with this.
  'matching.enableFairness': 'true',
  'frontend.namespaceRPS.visibility': '100',
  'frontend.WorkflowPauseEnabled': 'true',
};

export interface TemporalServerOptions {
  /** Path of the `temporal` program. */
  cli: string;
  /** The SQLite file. A server in memory slows down as it fills; with a file and a write-ahead log it stays flat. */
  databaseFile: string;
  port: number;
  /** Undefined: without Web UI. */
  uiPort: number | undefined;
  logFile: string;
  /** `throwaway` never waits for the disk: for tests and benchmarks. */
  durability: 'durable' | 'throwaway';
  /** Called as soon as the process exists, long before it is ready. */
  track?: ((program: ChildProgram) => void) | undefined;
}

export interface TemporalServer {
  readonly program: ChildProgram;
  /** host:port of the gRPC interface. */
  readonly address: string;
}

/**
 * Starts Temporal's development server with the search attributes and settings of the product. Resolves when it answers for the
 * namespace `default`.
 *
 * @throws Error with the server's last lines when it does not come up.
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  await mkdir(dirname(options.databaseFile), { recursive: true });
  const program = await startChildProgram({
    command: options.cli,
    commandArguments: commandArguments(options),
    environment: process.env,
    logFile: options.logFile,
    stopSignal: 'SIGTERM',
    stopTimeoutMs,
  });
  const address = `127.0.0.1:${String(options.port)}`;
  options.track?.(program);
  try {
    await waitUntilReady(program, () => answers(address), startTimeoutMs);
  } catch (error) {
    await program.stop();
    throw error;
  }
  return { program, address };
}

function commandArguments(options: TemporalServerOptions): string[] {
  const synchronous = options.durability === 'durable' ? 'normal' : 'off';
  const searchAttributes = Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => `${name}=${type}`);
  const settings = Object.entries(dynamicConfig).map(([name, value]) => `${name}=${value}`);
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port)],
    ...(options.uiPort === undefined
      ? ['--headless']
      : ['--ui-port', String(options.uiPort), '--ui-disable-news-fetch']),
    ...['--db-filename', options.databaseFile],
    ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', `synchronous=${synchronous}`],
    ...['--log-level', 'warn', '--log-format', 'json'],
    ...searchAttributes.flatMap((attribute) => ['--search-attribute', attribute]),
    ...settings.flatMap((setting) => ['--dynamic-config-value', setting]),
  ];
}

async function answers(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: connectTimeoutMs });
  try {
    await connection.withDeadline(Date.now() + connectTimeoutMs, () =>
      connection.workflowService.describeNamespace({ namespace: 'default' }),
    );
    return true;
  } finally {
    await connection.close();
  }
}
