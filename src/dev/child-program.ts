import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A log file that has grown beyond this is put aside (one generation) when its program starts again. */
const largestLogBytes = 32 * 1024 * 1024;

/** How many last lines are kept in memory, to be shown when the program dies. */
const keptLines = 12;

export interface ChildProgramOptions {
  command: string;
  commandArguments: string[];
  environment: NodeJS.ProcessEnv;
  logFile: string;
  /** What asks this program to stop in an orderly way. */
  stopSignal: 'SIGTERM' | 'SIGINT';
  /** How long it may take to stop before it is killed. */
  stopTimeoutMs: number;
  /** The user to run as, where ours would be refused. */
  owner?: { uid: number; gid: number } | undefined;
  /** Called with every line the program writes. */
  onLine?: (line: string) => void;
}

export interface ChildProgram {
  readonly pid: number;
  /** Resolves, and never rejects, with how the program ended: "exit code 1", "SIGKILL". */
  readonly ended: Promise<string>;
  hasEnded: () => boolean;
  lastLines: () => string[];
  /** Asks it to stop, and kills it when it does not. Resolves when it is gone. */
  stop: () => Promise<void>;
  /** Kills it and its own children at once, without waiting: for the exit of our process. */
  kill: () => void;
}

/**
 * Starts a program whose output goes to a log file. It gets a process group of its own: a Ctrl-C in the terminal then reaches only
 * us, and we stop the parts in our order.
 *
 * @throws Error when the program cannot be started at all.
 */
export async function startChildProgram(options: ChildProgramOptions): Promise<ChildProgram> {
  await prepareLogFile(options.logFile);
  const child = spawn(options.command, options.commandArguments, {
    env: options.environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.owner === undefined ? {} : options.owner),
  });
  const lines = keepOutput(child, options);
  let hasEnded = false;
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      hasEnded = true;
      resolve(signal ?? `exit code ${String(code)}`);
    });
  });
  const pid = await spawned(child, options.command);
  return {
    pid,
    ended,
    hasEnded: () => hasEnded,
    lastLines: () => [...lines],
    kill: () => {
      if (!hasEnded) signalGroup(pid, 'SIGKILL');
    },
    stop: async () => {
      if (hasEnded) return;
      child.kill(options.stopSignal);
      const timer = setTimeout(() => {
        signalGroup(pid, 'SIGKILL');
      }, options.stopTimeoutMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

function spawned(child: ChildProcess, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      reject(new Error(`"${command}" could not be started: ${error.message}`, { cause: error }));
    });
    child.once('spawn', () => {
      if (child.pid === undefined) reject(new Error(`"${command}" has no process id.`));
      else resolve(child.pid);
    });
  });
}

async function prepareLogFile(logFile: string): Promise<void> {
  await mkdir(dirname(logFile), { recursive: true });
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size > largestLogBytes) await rename(logFile, `${logFile}.1`);
}

function keepOutput(child: ChildProcess, options: ChildProgramOptions): string[] {
  const log = createWriteStream(options.logFile, { flags: 'a' });
  log.on('error', () => undefined);
  const lines: string[] = [];
  const keep = (stream: Readable | null): void => {
    if (stream === null) return;
    stream.pipe(log, { end: false });
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > keptLines) lines.shift();
      options.onLine?.(line);
    });
  };
  keep(child.stdout);
  keep(child.stderr);
  child.once('close', () => log.end());
  return lines;
}

/** The whole group, since a killed parent's own children would live on; a group that is gone already is what we want. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    return;
  }
}
