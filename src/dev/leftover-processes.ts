import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { identifyProcess, isRunning } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { readJson, writePrivateJson } from './private-file.ts';

const politeMs = 5_000;
const intervalMs = 100;

const processesSchema = z.array(z.object({ pid: z.number().int(), startedAt: z.string() }));

/** Notes which processes belong to a data folder, so that the next start finds those that outlived a killed one. */
export function noteProcesses(dataDirectory: string, pids: readonly number[]): void {
  const identities = pids.map(identifyProcess).filter((identity) => identity !== undefined);
  writePrivateJson(fileOf(dataDirectory), identities);
}

/**
 * Ends the processes of an earlier run that was killed before it could stop them: they hold the ports and the data. Only
 * processes noted by that run are touched, and only if the number still means the same process. Returns how many there were.
 */
export async function endLeftoverProcesses(dataDirectory: string): Promise<number> {
  const leftovers = (readJson(fileOf(dataDirectory), processesSchema) ?? []).filter(isRunning);
  for (const { pid } of leftovers) signal(pid, 'SIGTERM');
  const deadline = performance.now() + politeMs;
  while (leftovers.some(isRunning) && performance.now() < deadline) await delay(intervalMs);
  for (const identity of leftovers.filter(isRunning)) killGroup(identity);
  while (leftovers.some(isRunning) && performance.now() < deadline + politeMs) await delay(intervalMs);
  return leftovers.length;
}

function fileOf(dataDirectory: string): string {
  return join(dataDirectory, 'processes.json');
}

/** Each part leads a process group of its own, with the helpers it started. */
function killGroup({ pid }: ProcessIdentity): void {
  signal(-pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended between the look and the signal, which is what was wanted.
    return;
  }
}
