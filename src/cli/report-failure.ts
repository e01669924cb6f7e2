import { CommanderError } from 'commander';
import { CommandFailure } from './command-failure.ts';
import { EXIT_CODES, exitReasonOf, type ExitReason } from './exit-codes.ts';
import { ApiProblem } from './http/api-problem.ts';
import { ApiUnreachable } from './http/api-unreachable.ts';
import { problemLines } from './output/problem-text.ts';
import type { Terminal } from './output/terminal.ts';

/** Tells the user why a command failed and returns its exit code. An interruption is told by what was interrupted. */
export function reportFailure(terminal: Terminal, error: unknown, interrupted: AbortSignal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_CODES.usage.code;
  if (interrupted.aborted) return EXIT_CODES.interrupted.code;
  const { reason, lines } = describe(error);
  for (const line of lines) terminal.say(line);
  return EXIT_CODES[reason].code;
}

function describe(error: unknown): { readonly reason: ExitReason; readonly lines: readonly string[] } {
  if (error instanceof ApiProblem) {
    return { reason: exitReasonOf(error.problem.status), lines: problemLines(error.problem) };
  }
  if (error instanceof ApiUnreachable) {
    const advice = 'Check that it runs and that the address is right: millpond config show';
    return { reason: 'unavailable', lines: [error.message, advice] };
  }
  if (error instanceof CommandFailure) {
    return {
      reason: error.reason,
      lines: error.advice === undefined ? [error.message] : [error.message, error.advice],
    };
  }
  const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    reason: 'internal',
    lines: ['This program has a fault. Please report it with these lines:', fault],
  };
}
