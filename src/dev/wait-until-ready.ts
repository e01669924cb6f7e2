import { setTimeout as delay } from 'node:timers/promises';
import type { ChildProgram } from './child-program.ts';

const intervalMs = 100;

/**
 * Asks `isReady` again and again until it says yes.
 *
 * @throws Error when the program ends meanwhile, or when it is not ready after `timeoutMs`; the message holds its last lines.
 */
export async function waitUntilReady(
  program: ChildProgram,
  isReady: () => Promise<boolean>,
  timeoutMs: number,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if (program.hasEnded())
      throw new Error(withLastLines(`it ended at once (${await program.ended})`, program));
    if (await isReady().catch(() => false)) return;
    await Promise.race([delay(intervalMs), program.ended]);
  }
  throw new Error(withLastLines(`it was not ready after ${String(timeoutMs / 1_000)} s`, program));
}

function withLastLines(reason: string, program: ChildProgram): string {
  const lines = program.lastLines().map((line) => `    ${line.slice(0, 300)}`);
  return lines.length === 0
    ? `${reason} and wrote nothing`
    : `${reason}; its last lines:\n${lines.join('\n')}`;
}
