import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { identifyProcess, isRunning } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';

const identitySchema = z.object({ pid: z.number().int(), startedAt: z.string() });

/** Thrown when a sandbox is running from the same data folder already. */
export class StackAlreadyRunningError extends Error {
  override readonly name = 'StackAlreadyRunningError';
  readonly pid: number;

  constructor(pid: number, dataDirectory: string) {
    super(
      `A stack with the data of ${dataDirectory} is running already (process ${String(pid)}); ` +
        `${join(dataDirectory, 'stack.json')} says where. Stop it with Ctrl-C in its terminal, or with "kill ${String(pid)}".`,
    );
    this.pid = pid;
  }
}

/**
 * Reserves a data folder for this process, and returns what gives it up again. A reservation whose process is gone (killed, or the
 * machine went down) does not count.
 *
 * @throws StackAlreadyRunningError
 */
export function reserveDataDirectory(dataDirectory: string): () => void {
  const file = join(dataDirectory, 'stack.lock');
  mkdirSync(dataDirectory, { recursive: true });
  const own = identifyProcess(process.pid) ?? { pid: process.pid, startedAt: '' };
  if (!writeIfAbsent(file, own)) {
    const owner = readOwner(file);
    if (owner !== undefined && isRunning(owner)) throw new StackAlreadyRunningError(owner.pid, dataDirectory);
    rmSync(file, { force: true });
    if (!writeIfAbsent(file, own))
      throw new StackAlreadyRunningError(readOwner(file)?.pid ?? 0, dataDirectory);
  }
  return () => {
    rmSync(file, { force: true });
  };
}

function writeIfAbsent(file: string, own: ProcessIdentity): boolean {
  try {
    writeFileSync(file, JSON.stringify(own), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function readOwner(file: string): ProcessIdentity | undefined {
  try {
    return identitySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Unreadable means that its writer was cut off in the middle, and so is not running.
    return undefined;
  }
}
