import type { Command } from 'commander';
import type { Api } from './http/api.ts';
import type { Terminal } from './output/terminal.ts';

/** What every command is given. */
export interface Cli {
  readonly version: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Resolves after so many milliseconds; rejects when the command is interrupted. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
  /** The API that the options of this command, the environment or the configuration name. @throws CommandFailure */
  readonly connect: (command: Command) => Promise<Session>;
  /** What the process is to end with when the command itself succeeds. */
  readonly endWith: (exitCode: number) => void;
}

export interface Session {
  readonly api: Api;
  /** Whether the output is for a program. */
  readonly json: boolean;
}

/**
 * Adds arguments, options, help and the action of one command. `wholeProgram` makes the program with every command defined,
 * for those that describe it.
 */
export type DefineCommand = (command: Command, cli: Cli, wholeProgram: () => Promise<Command>) => void;
