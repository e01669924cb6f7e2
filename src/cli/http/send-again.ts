import { ApiProblem } from './api-problem.ts';
import { ApiUnreachable } from './api-unreachable.ts';

const MOST_ATTEMPTS = 5;
const FIRST_WAIT_MS = 200;
/** Somebody waits at a terminal: a longer wait is left to them. */
const LONGEST_WAIT_MS = 60_000;
const TEMPORARY_STATUSES: readonly number[] = [429, 502, 503, 504];

export interface RetryDeps {
  /** Resolves after so many milliseconds; rejects when the command is interrupted. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Tells the user why nothing happens. */
  readonly say: (text: string) => void;
}

/**
 * Sends a request again while the API is busy, restarting or lost from sight. Only for requests that may arrive twice: reads,
 * and those with an Idempotency-Key, which get the first call's answer. Nobody else repeats them: this program
 * is a caller from outside, and what it asks for becomes durable only with the answer. An answer with one of `finalStatuses`
 * is the last one.
 * @throws ApiProblem, ApiUnreachable: what the last attempt came to
 */
export async function sendAgain<Answer>(
  { wait, say }: RetryDeps,
  attempt: () => Promise<Answer>,
  finalStatuses: readonly number[] = [],
): Promise<Answer> {
  for (let number = 1; ; number += 1) {
    try {
      return await attempt();
    } catch (error) {
      const isLast = number >= MOST_ATTEMPTS || isOneOf(finalStatuses, error);
      const pause = isLast ? undefined : pauseAfter(error, number);
      if (pause === undefined) throw error;
      if (pause >= 1_000) say(`${reasonOf(error)} Trying again in ${String(Math.ceil(pause / 1_000))} s.`);
      await wait(pause);
    }
  }
}

/** Milliseconds, or undefined when another attempt is of no use. */
function pauseAfter(error: unknown, number: number): number | undefined {
  const usual = FIRST_WAIT_MS * 2 ** (number - 1) * (0.75 + Math.random() / 2);
  if (error instanceof ApiUnreachable) return usual;
  if (!(error instanceof ApiProblem) || !isTemporary(error)) return undefined;
  const pause = error.retryAfterMs ?? usual;
  return pause <= LONGEST_WAIT_MS ? pause : undefined;
}

function isOneOf(statuses: readonly number[], error: unknown): boolean {
  return error instanceof ApiProblem && statuses.includes(error.problem.status);
}

function isTemporary({ problem }: ApiProblem): boolean {
  return TEMPORARY_STATUSES.includes(problem.status) || problem.code === 'idempotency.in_progress';
}

function reasonOf(error: unknown): string {
  if (error instanceof ApiProblem) return `${error.problem.title}.`;
  return error instanceof Error ? `${error.message}.` : '';
}
