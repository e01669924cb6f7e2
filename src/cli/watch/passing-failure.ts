import { ApiProblem } from '../http/api-problem.ts';
import { ApiUnreachable } from '../http/api-unreachable.ts';

/** Whoever watches outlives a restart of the API, but not its end. */
export const MOST_FAILURES_IN_A_ROW = 20;

/** Whether a failure says nothing about what is watched: the API was out of sight, or busy. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ApiUnreachable) return true;
  return error instanceof ApiProblem && (error.problem.status === 429 || error.problem.status >= 500);
}
