import { setTimeout as delay } from 'node:timers/promises';
import type { ChildProgram } from './child-program.ts';

/** One process of the stack. */
export interface Part {
  name: string;
  logFile: string;
  /**
   * Starts the process and resolves when it is ready. `track` must be called as soon as the process exists, so that it can be
   * stopped while it is still getting ready.
   */
  start(track: (program: ChildProgram) => void): Promise<void>;
}

export interface RestartPolicy {
  /** Pauses before the first, second, … attempt to bring a part back. As many attempts as there are pauses. */
  pausesMs: readonly number[];
  /** A part that stayed up this long has all its attempts again. */
  steadyAfterMs: number;
}

export const defaultRestartPolicy: RestartPolicy = {
  pausesMs: [500, 1_000, 2_000, 4_000, 8_000],
  steadyAfterMs: 30_000,
};

export interface SupervisorOptions {
  say: (line: string) => void;
  /** Called as soon as the process of a part exists, ready or not, and after it died: `pidOf` may give another answer now. */
  onChange: () => void;
  restart?: RestartPolicy;
}

export interface Supervisor {
  /** Starts a part and keeps it running from then on. @throws Error when it does not become ready. */
  start: (part: Part) => Promise<void>;
  /** The process id of a part; null while it is not running. */
  pidOf: (name: string) => number | null;
  /** The process ids of all parts that are running. */
  pids: () => number[];
  /** Stops all parts in the reverse order of their start. Asked again meanwhile, it signals no part a second time. */
  stop: () => Promise<void>;
  /** Kills all parts at once, for the exit of our own process. */
  kill: () => void;
}

interface Entry {
  part: Part;
  program: ChildProgram | undefined;
  /** Settles with the stop of `program`; undefined while nobody asked for it. */
  stopped: Promise<void> | undefined;
  watching: Promise<void>;
}

/** Keeps the processes of the stack running: starts them, brings back one that dies, stops them in reverse order. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const policy = options.restart ?? defaultRestartPolicy;
  const entries: Entry[] = [];
  const stopping = new AbortController();

  const launch = async (entry: Entry): Promise<void> => {
    await entry.part.start((program) => {
      entry.program = program;
      entry.stopped = undefined;
      // A part that is told to stop between two attempts must not come back by an attempt already under way.
      if (stopping.signal.aborted) void stopOnce(entry);
      options.onChange();
    });
  };

  const running = (): ChildProgram[] =>
    entries.flatMap(({ program }) => (program === undefined || program.hasEnded() ? [] : [program]));

  return {
    start: async (part) => {
      const entry: Entry = { part, program: undefined, stopped: undefined, watching: Promise.resolve() };
      entries.push(entry);
      try {
        await launch(entry);
      } catch (error) {
        throw new Error(`${part.name} did not start: ${messageOf(error)}\nIts log is ${part.logFile}.`, {
          cause: error,
        });
      }
      entry.watching = watch(entry, launch, policy, options, stopping.signal);
    },
    pidOf: (name) => {
      const program = entries.find(({ part }) => part.name === name)?.program;
      return program === undefined || program.hasEnded() ? null : program.pid;
    },
    pids: () => running().map(({ pid }) => pid),
    stop: async () => {
      stopping.abort();
      for (const entry of entries.toReversed()) {
        await stopOnce(entry);
        await entry.watching;
      }
    },
    kill: () => {
      stopping.abort();
      for (const program of running().toReversed()) program.kill();
    },
  };
}

/** A second signal makes many a program drop its work and exit at once, so a process is asked to stop only once. */
function stopOnce(entry: Entry): Promise<void> {
  entry.stopped ??= entry.program?.stop();
  return entry.stopped ?? Promise.resolve();
}

async function watch(
  entry: Entry,
  launch: (entry: Entry) => Promise<void>,
  policy: RestartPolicy,
  options: SupervisorOptions,
  stopping: AbortSignal,
): Promise<void> {
  let attempts = 0;
  while (!stopping.aborted) {
    const upSince = performance.now();
    const end = (await entry.program?.ended) ?? 'never started';
    if (stopping.aborted) return;
    options.onChange();
    if (performance.now() - upSince >= policy.steadyAfterMs) attempts = 0;
    const pauseMs = policy.pausesMs[attempts];
    attempts += 1;
    if (pauseMs === undefined) {
      options.say(giveUpMessage(entry, end));
      return;
    }
    options.say(`${entry.part.name} ended (${end}); starting it again in ${String(pauseMs / 1_000)} s`);
    await delay(pauseMs, undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted) return;
    try {
      await launch(entry);
      options.say(`${entry.part.name} is back (process ${String(entry.program?.pid)})`);
    } catch (error) {
      if (!stopping.aborted) options.say(`${entry.part.name} did not come back: ${messageOf(error)}`);
    }
  }
}

function giveUpMessage(entry: Entry, end: string): string {
  const lines = entry.program?.lastLines().map((line) => `    ${line.slice(0, 300)}`) ?? [];
  return [
    `${entry.part.name} does not stay up (${end}) and is not started again. Its last lines, from ${entry.part.logFile}:`,
    ...lines,
    'The other parts go on. Correct the cause, stop with Ctrl-C and start again.',
  ].join('\n');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
