import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { startChildProgram } from './child-program.ts';
import type { ChildProgram } from './child-program.ts';
import { waitUntilReady } from './wait-until-ready.ts';

const startTimeoutMs = 60_000;
const requestTimeoutMs = 2_000;

/**
 * The API's heap. Node lets a heap grow to several times of what is in use before it cleans up, unless it is told a limit:
 * with this one the API stays below 400 MB with a file of 100,000 rows, and a million devices in one JSON body still fit.
 * The image and the compose file have the same number.
 */
export const API_HEAP_MEGABYTES = 1_024;

export interface NodeProgramOptions {
  /** A TypeScript file. */
  file: string;
  programArguments: string[];
  environment: NodeJS.ProcessEnv;
  logFile: string;
  /** Answers 2xx when the program is ready. */
  readyUrl: string;
  stopTimeoutMs: number;
  /** How large its heap may become; undefined: what Node gives it. */
  heapMegabytes?: number | undefined;
  /** Called as soon as the process exists, long before it is ready. */
  track?: ((program: ChildProgram) => void) | undefined;
}

/**
 * Starts a TypeScript program as one process (no wrapper between, so that its process id is the one to watch or to kill) and
 * resolves when it says that it is ready.
 *
 * @throws Error with its last lines when it does not come up.
 */
export async function startNodeProgram(options: NodeProgramOptions): Promise<ChildProgram> {
  const program = await startChildProgram({
    command: process.execPath,
    commandArguments: [
      ...(options.heapMegabytes === undefined
        ? []
        : [`--max-old-space-size=${String(options.heapMegabytes)}`]),
      '--enable-source-maps',
      '--import',
      typescriptLoader(),
      options.file,
      ...options.programArguments,
    ],
    environment: options.environment,
    logFile: options.logFile,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: options.stopTimeoutMs,
  });
  options.track?.(program);
  try {
    await waitUntilReady(program, () => answersOk(options.readyUrl), startTimeoutMs);
  } catch (error) {
    await program.stop();
    throw error;
  }
  return program;
}

/** By its full address: Node would look for the bare name from the folder the caller happens to be in. */
function typescriptLoader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}

async function answersOk(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(requestTimeoutMs) });
  await response.body?.cancel();
  return response.ok;
}
