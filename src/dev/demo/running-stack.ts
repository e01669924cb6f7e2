import { join } from 'node:path';
import { readJson } from '../private-file.ts';
import { stackFileSchema, type StackFile } from '../stack-file.ts';

const timeoutMs = 2_000;

/** The stack that `stack.json` of the data folder describes, when its API answers; else undefined. */
export async function findRunningStack(dataDirectory: string): Promise<StackFile | undefined> {
  const stack = readJson(join(dataDirectory, 'stack.json'), stackFileSchema);
  if (stack === undefined) return undefined;
  const ready = await fetch(`${stack.apiUrl}/health/ready`, { signal: AbortSignal.timeout(timeoutMs) }).then(
    (response) => response.ok,
    () => false,
  );
  return ready ? stack : undefined;
}
