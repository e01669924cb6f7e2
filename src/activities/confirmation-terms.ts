import type { ConfirmationTerms } from './step.ts';

/** A provider's setting as the workflow's timers want it. */
export function termsOf(setting: {
  readonly firstPollSeconds: number;
  readonly slowestPollSeconds: number;
  readonly deadlineSeconds: number;
}): ConfirmationTerms {
  return {
    firstPollMs: Math.ceil(setting.firstPollSeconds * 1_000),
    slowestPollMs: Math.ceil(setting.slowestPollSeconds * 1_000),
    deadlineMs: Math.ceil(setting.deadlineSeconds * 1_000),
  };
}
