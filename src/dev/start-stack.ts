import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { endLeftoverProcesses, noteProcesses } from './leftover-processes.ts';
import { readJson, writePrivateJson } from './private-file.ts';
import { registerCallbacks } from './register-callbacks.ts';
import { provideSandboxSecrets } from './sandbox-secrets.ts';
import { findSimulators } from './simulator-program.ts';
import type { SimulatorName } from './simulator-program.ts';
import { provideDatabase } from './stack-database.ts';
import type { StackFile } from './stack-file.ts';
import { reserveDataDirectory } from './stack-lock.ts';
import { createPartBuilder } from './stack-parts.ts';
import { choosePorts, stackPortsSchema } from './stack-ports.ts';
import { createSupervisor } from './supervisor.ts';
import type { Supervisor } from './supervisor.ts';
import { findTemporalCli } from './temporal-cli.ts';

export interface StackOptions {
  projectDirectory: string;
  /** Where everything of this sandbox is kept: data, logs, secrets, `stack.json`. */
  dataDirectory: string;
  /** Ports, DATABASE_URL and everything else that the parts are given. */
  environment: NodeJS.ProcessEnv;
  /** Aborting it while the stack is starting stops what was started so far. */
  signal?: AbortSignal;
  /** Receives short lines for a person. */
  say: (line: string) => void;
}

export interface RunningStack {
  /** What stands in `stack.json` at this moment. */
  describe: () => StackFile;
  /** Stops everything in reverse order. */
  stop: () => Promise<void>;
  /** Kills everything at once. It happens by itself when our process exits. */
  kill: () => void;
}

/**
 * Starts the whole product for one machine: PostgreSQL, the demonstration data, Temporal, the simulators, the worker and the API,
 * each waited for, and has it tell ThingSpace where to send its callbacks. A second start with the same folder continues with the same data.
 *
 * @throws StackAlreadyRunningError
 * @throws Error when a part does not come up; what was started is stopped again.
 */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const { dataDirectory, say } = options;
  const release = reserveDataDirectory(dataDirectory);
  const stackFile = join(dataDirectory, 'stack.json');
  let describe: (() => StackFile) | undefined;
  const supervisor = createSupervisor({
    say,
    onChange: () => {
      noteProcesses(dataDirectory, supervisor.pids());
      if (describe !== undefined) writePrivateJson(stackFile, describe());
    },
  });
  const kill = (): void => {
    supervisor.kill();
  };
  process.once('exit', kill);
  const interrupt = (): void => void supervisor.stop();
  options.signal?.addEventListener('abort', interrupt, { once: true });
  const stop = async (): Promise<void> => {
    await supervisor.stop();
    process.removeListener('exit', kill);
    rmSync(stackFile, { force: true });
    release();
  };
  try {
    describe = await startParts(options, supervisor);
    writePrivateJson(stackFile, describe());
    return { describe, stop, kill };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', interrupt);
  }
}

async function startParts(options: StackOptions, supervisor: Supervisor): Promise<() => StackFile> {
  const { projectDirectory, dataDirectory, environment, say } = options;
  const leftovers = await endLeftoverProcesses(dataDirectory);
  if (leftovers > 0) say(`ended ${String(leftovers)} processes that an earlier run left behind`);

  const portsFile = join(dataDirectory, 'ports.json');
  const ports = await choosePorts(environment, readJson(portsFile, stackPortsSchema) ?? {}, say);
  writePrivateJson(portsFile, ports);
  const secrets = provideSandboxSecrets(dataDirectory);
  const simulators = findSimulators(projectDirectory);
  const simulatorUrls = Object.fromEntries(simulators.map((name) => [name, localUrl(ports[name])]));

  const start = async (part: Parameters<Supervisor['start']>[0]): Promise<void> => {
    const begun = performance.now();
    await supervisor.start(part);
    say(`${part.name} is ready (${((performance.now() - begun) / 1_000).toFixed(1)} s)`);
  };
  const { databaseUrl, tokens } = await provideDatabase({ ...options, ports, secrets, simulatorUrls, start });

  const cli = await findTemporalCli(join(projectDirectory, '.cache', 'programs'), environment);
  say(`temporal: ${cli.source}`);
  const parts = createPartBuilder({ ...options, ports, secrets, databaseUrl, temporalCli: cli.path });
  await Promise.all([start(parts.temporal()), ...simulators.map((name) => start(parts.simulator(name)))]);
  await Promise.all([start(parts.worker()), start(parts.api())]);
  const apiUrl = localUrl(ports.api);
  await registerCallbacks({
    apiUrl,
    publicUrl: publicUrlOf(environment) ?? apiUrl,
    tokens,
    say,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });

  return () => ({
    apiUrl,
    docsUrl: `${apiUrl}/docs`,
    temporalUiUrl: localUrl(ports.temporalUi),
    temporalAddress: `127.0.0.1:${String(ports.temporal)}`,
    databaseUrl,
    simulators: simulatorUrls,
    tokens,
    pids: describePids(supervisor, simulators),
  });
}

function describePids(supervisor: Supervisor, simulators: readonly SimulatorName[]): StackFile['pids'] {
  return {
    api: supervisor.pidOf('api'),
    worker: supervisor.pidOf('worker'),
    temporal: supervisor.pidOf('temporal'),
    postgres: supervisor.pidOf('postgres'),
    simulators: Object.fromEntries(simulators.map((name) => [name, supervisor.pidOf(`simulator ${name}`)])),
  };
}

/** As the API reads it: an empty value is none. */
function publicUrlOf(environment: NodeJS.ProcessEnv): string | undefined {
  const given = environment['MILLPOND_PUBLIC_URL']?.replace(/\/+$/, '');
  return given === '' ? undefined : given;
}

function localUrl(port: number): string {
  return `http://127.0.0.1:${String(port)}`;
}
