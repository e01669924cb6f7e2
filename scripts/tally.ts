/** How many tests or checks passed and failed. */
export interface Tally {
  passed: number;
  failed: number;
}

export function addTallies(one: Tally, other: Tally): Tally {
  return { passed: one.passed + other.passed, failed: one.failed + other.failed };
}

/** Prints the closing line that machines read, and sets the exit code of the process. Nothing may be printed after it. */
export function closeWith({ passed, failed }: Tally): void {
  if (failed > 0) process.exitCode = 1;
  console.log(`${String(passed)} passed, ${String(failed)} failed`);
}
