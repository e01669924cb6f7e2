import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { MAX_LISTED_NOTES } from './device-file/file-notes.ts';
import type { DeviceFileJob, DeviceFileReport } from './device-file/job.ts';

const noteSchema = z.object({ row: z.int(), column: z.string(), code: z.string(), detail: z.string() });
const notes = z.array(noteSchema).max(MAX_LISTED_NOTES + 1);
const count = z.int().min(0);

const messageSchema = z.object({
  report: z.object({
    rows: count,
    devices: count,
    duplicates: count,
    hasRetryOf: z.boolean(),
    columns: z.array(z.object({ name: z.string(), place: z.string() })),
    faults: notes,
    moreFaults: count,
    warnings: notes,
    moreWarnings: count,
  }),
});

export interface ReadingLimits {
  readonly heapMegabytes: number;
  readonly deadlineMs: number;
}

/** How a reading ended: with a report, or with the program's death, by itself or by us. */
export type ReadingEnd =
  | { readonly report: DeviceFileReport }
  | { readonly diedOf: 'crash' | 'deadline' | 'abort'; readonly exit: string };

/** Reads a file in a process of its own, which gets no setting of ours and is killed at the deadline or when the signal says so. */
export async function runReadingProgram(
  job: DeviceFileJob,
  { heapMegabytes, deadlineMs }: ReadingLimits,
  signal: AbortSignal,
): Promise<ReadingEnd> {
  const child = fork(PROGRAM, [], {
    execArgv: [...loaderArguments(), `--max-old-space-size=${String(heapMegabytes)}`],
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let report: DeviceFileReport | undefined;
  child.on('message', (message) => {
    const parsed = messageSchema.safeParse(message);
    // The loader of the sources sends messages of its own.
    if (parsed.success) report = parsed.data.report;
  });
  let killedBy: 'deadline' | 'abort' | undefined;
  const kill = (cause: 'deadline' | 'abort') => {
    killedBy ??= cause;
    child.kill('SIGKILL');
  };
  const timer = setTimeout(() => kill('deadline'), deadlineMs);
  const onAbort = () => kill('abort');
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    child.send(job, () => undefined);
    const exit = await gone(child);
    return report === undefined ? { diedOf: killedBy ?? 'crash', exit } : { report };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Beside this file, as a source or compiled. */
const PROGRAM = fileURLToPath(new URL(`./reading-program${extname(import.meta.url)}`, import.meta.url));

/** Only the sources need a loader; a compiled program has none to find. */
function loaderArguments(): readonly string[] {
  if (!PROGRAM.endsWith('.ts')) return [];
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
}

/** Resolves with the exit code or signal once the process is gone and its last message has been taken. */
function gone(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let exit: string | undefined;
    let isDisconnected = false;
    const settle = () => {
      if (exit !== undefined && isDisconnected) resolve(exit);
    };
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      exit = signal ?? `exit code ${String(code)}`;
      settle();
    });
    child.once('disconnect', () => {
      isDisconnected = true;
      settle();
    });
  });
}
