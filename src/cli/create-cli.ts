import type { Cli, Session } from './cli.ts';
import type { ConnectionOptions } from './connection/resolve-connection.ts';
import type { Api } from './http/api.ts';
import type { Terminal } from './output/terminal.ts';

export interface CliOptions {
  readonly version: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Resolves after so many milliseconds; rejects when the signal is aborted. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** The time in milliseconds. */
  readonly now: () => number;
}

export interface RunningCli extends Cli {
  exitCode(): number;
  /** Closes the connections that commands have opened. */
  close(): Promise<void>;
}

/** The surroundings of one run of the program. */
export function createCli(options: CliOptions): RunningCli {
  const { version, environment, terminal, signal, pause, now } = options;
  const opened: Api[] = [];
  let exitCode = 0;
  const wait = (milliseconds: number): Promise<void> => pause(milliseconds, signal);
  return {
    version,
    environment,
    terminal,
    signal,
    wait,
    now,
    connect: async (command) => {
      const given = command.optsWithGlobals<ConnectionOptions & { json?: boolean }>();
      const session = await openSession(options, wait, given);
      opened.push(session.api);
      return session;
    },
    endWith: (code) => {
      exitCode = code;
    },
    exitCode: () => exitCode,
    close: async () => {
      await Promise.all(opened.map((api) => api.close()));
    },
  };
}

/** Loads the HTTP client only now: help, completion and `config` do without it. */
async function openSession(
  { version, environment, terminal, signal }: CliOptions,
  wait: Cli['wait'],
  options: ConnectionOptions & { json?: boolean },
): Promise<Session> {
  const say = (text: string): void => {
    terminal.say(text);
  };
  const { requireConnection } = await import('./connection/resolve-connection.ts');
  const connection = await requireConnection({ environment, warn: say, signal }, options);
  const { createApi } = await import('./http/create-api.ts');
  return {
    api: createApi({ ...connection, version, signal, wait, say }),
    json: options.json ?? false,
  };
}
