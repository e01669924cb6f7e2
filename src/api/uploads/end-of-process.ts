/** Why there is no report. */
export interface FailedReading {
  /** `memory`: the file takes more than the program may have. `fault`: of this machine or of the program. */
  readonly failedBy: 'memory' | 'fault' | 'deadline' | 'abort';
  /** For the log: an error, a signal or an exit code. */
  readonly cause: string;
}

/** What a shell and Windows make of SIGABRT. */
const ABORTED = 134;

/**
 * V8 aborts the process when its heap is full, which is the file's doing. Every other end is not: the kernel kills whom it likes when the
 * machine is out of memory.
 */
export function failureOfExit(code: number | null, signal: NodeJS.Signals | null): FailedReading {
  const cause = signal ?? `exit code ${String(code)}`;
  return { failedBy: signal === 'SIGABRT' || code === ABORTED ? 'memory' : 'fault', cause };
}
