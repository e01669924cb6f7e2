import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** No upload lives this long: what is older was left behind by a process that died. */
const LEFTOVER_AGE_MS = 24 * 60 * 60_000;

/** Removes what processes that died have left in the folder of uploads. Others may be using it: only old things go. */
export async function removeLeftovers(directory: string, now: Date): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  for (const name of names) {
    const path = join(directory, name);
    const age = await stat(path).then(
      ({ mtimeMs }) => now.getTime() - mtimeMs,
      () => 0,
    );
    if (age > LEFTOVER_AGE_MS) await rm(path, { recursive: true, force: true });
  }
}
