import type { ExitReason } from './exit-codes.ts';

/** Ends a command with a sentence for its user and an exit code for the script around it. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly reason: ExitReason;
  /** What to do next. */
  readonly advice: string | undefined;

  constructor(reason: ExitReason, message: string, advice?: string) {
    super(message);
    this.reason = reason;
    this.advice = advice;
  }
}

export function usageFailure(message: string, advice?: string): CommandFailure {
  return new CommandFailure('usage', message, advice);
}
