import { setImmediate } from 'node:timers/promises';
import { createStyle } from '../../src/cli/output/style.ts';
import type { Terminal } from '../../src/cli/output/terminal.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { makeTemporaryDirectory } from '../../src/dev/temporary-directory.ts';

/** A folder without a configuration, and without a sandbox that runs. */
export const nowhere = makeTemporaryDirectory('cli');

export interface Run {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

export interface RunOptions {
  readonly environment?: NodeJS.ProcessEnv;
  /** Whether the output is a terminal. */
  readonly isTerminal?: boolean;
  readonly signal?: AbortSignal;
  readonly now?: () => number;
  /** Called with each text that is written to the output or the errors. */
  readonly onText?: (text: string) => void;
}

/** Runs a command line within this process, with a terminal that remembers. Only the given environment is seen. */
export async function runCli(words: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { isTerminal = false, signal = new AbortController().signal } = options;
  const environment = { XDG_CONFIG_HOME: nowhere, MILLPOND_DATA_DIR: nowhere, ...options.environment };
  let output = '';
  let errors = '';
  const write = (text: string): void => {
    output += text;
    options.onText?.(text);
  };
  const writeError = (text: string): void => {
    errors += text;
    options.onText?.(text);
  };
  const terminal: Terminal = {
    isTerminal,
    isErrorTerminal: isTerminal,
    style: createStyle(environment, isTerminal),
    columns: () => 120,
    write,
    print: (line) => {
      write(`${line}\n`);
    },
    writeAll: async (chunks) => {
      for await (const chunk of chunks) write(Buffer.from(chunk).toString('utf8'));
    },
    writeError,
    say: (line) => {
      writeError(`${line}\n`);
    },
  };
  const exitCode = await runCommandLine(
    { version: '1.2.3', environment, terminal, signal, pause: nextTurn, now: options.now ?? Date.now },
    words,
  );
  return { exitCode, output, errors };
}

/** Instead of the pauses between attempts: promises do not depend on how long they are. */
async function nextTurn(_milliseconds: number, signal: AbortSignal): Promise<void> {
  await setImmediate(undefined, { signal });
}
