import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { MAX_LISTED_NOTES } from './device-file/file-notes.ts';
import type { DeviceFileJob, DeviceFileReport } from './device-file/job.ts';
import { failureOfExit, type FailedReading } from './end-of-process.ts';

const noteSchema = z.object({ row: z.int(), column: z.string(), code: z.string(), detail: z.string() });
const notes = z.array(noteSchema).max(MAX_LISTED_NOTES + 1);
const count = z.int().min(0);

const reportSchema = z.object({
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

const messageSchema = z.union([reportSchema, z.object({ failed: z.string().max(1_000) })]);

export interface ReadingLimits {
  readonly heapMegabytes: number;
  readonly deadlineMs: number;
}

/** How a reading ended. */
export type ReadingEnd = { readonly report: DeviceFileReport } | FailedReading;

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
  let told: ReadingEnd | undefined;
  child.on('message', (message) => {
    const parsed = messageSchema.safeParse(message);
    // The loader of the sources sends messages of its own.
    if (parsed.success) told = 'report' in parsed.data ? parsed.data : ownFault(parsed.data.failed);
  });
  let killed: FailedReading | undefined;
  const kill = (failedBy: 'deadline' | 'abort') => {
    killed ??= { failedBy, cause: 'killed' };
    child.kill('SIGKILL');
  };
  const timer = setTimeout(() => kill('deadline'), deadlineMs);
  const onAbort = () => kill('abort');
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    child.send(job, () => undefined);
    const exit = await gone(child);
    return told ?? killed ?? exit;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function ownFault(cause: string): FailedReading {
  return { failedBy: 'fault', cause };
}

/** Beside this file, as a source or compiled. */
const PROGRAM = fileURLToPath(new URL(`./reading-program${extname(import.meta.url)}`, import.meta.url));

/** Only the sources need a loader; a compiled program has none to find. */
function loaderArguments(): readonly string[] {
  if (!PROGRAM.endsWith('.ts')) return [];
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
}

/** Resolves with what the exit says once the process is gone and its last message has been taken. */
function gone(child: ChildProcess): Promise<FailedReading> {
  return new Promise((resolve, reject) => {
    let exit: FailedReading | undefined;
    let isDisconnected = false;
    const settle = () => {
      if (exit !== undefined && isDisconnected) resolve(exit);
    };
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      exit = failureOfExit(code, signal);
      settle();
    });
    child.once('disconnect', () => {
      isDisconnected = true;
      settle();
    });
  });
}
