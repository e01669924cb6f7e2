import type { ProblemAnswer } from '../../api/contracts/problem.ts';
import { CommandFailure } from '../command-failure.ts';

/**
 * Reads the JSON of a successful answer. The API holds its answers to their schemas, so they are taken at their word; a newer
 * API may answer more than this program knows.
 * @throws CommandFailure unavailable when it is no JSON: something else than the API has answered
 */
export function readAnswer<Answer>(text: string): Answer {
  const value = parse(text);
  if (value === undefined) {
    throw new CommandFailure(
      'unavailable',
      'What answers there is not the Millpond API.',
      'Check the address: millpond config show',
    );
  }
  return value as Answer;
}

/** Reads the answer of a failed request; one that is no problem document is put into words. */
export function readProblem(status: number, text: string, requestId: string): ProblemAnswer {
  const value = parse(text);
  if (isProblem(value)) return { ...value, requestId: value.requestId ?? requestId };
  return {
    type: 'about:blank',
    title: 'The API has answered with an error',
    status,
    detail: `The answer has the status ${String(status)} and no explanation. A proxy may have sent it.`,
    code: `http.${String(status)}`,
    requestId,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isProblem(value: unknown): value is Omit<ProblemAnswer, 'requestId'> & { requestId?: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'title' in value &&
    'code' in value &&
    'status' in value &&
    'detail' in value
  );
}
