import { randomUUID } from 'node:crypto';
import type { Answer } from '../frame/answer.ts';
import type { CarrierFailures } from '../frame/carrier.ts';

/** POND's error body. The carrier publishes no list of codes, so the code only repeats the status. */
export function pondError(status: number, message: string): Answer {
  const json = {
    status,
    code: status * 10,
    message,
    link: '',
    developerMessage: message,
    referenceId: randomUUID(),
  };
  return { status, json };
}

/** POND's answers to what the frame refuses or plays. */
export const pondFailures: CarrierFailures = {
  overLimit: ({ waitMs, mode }) => {
    if (mode === '500') return pondError(500, 'Internal error');
    const headers: Record<string, string> =
      waitMs > 0 ? { 'retry-after': String(Math.ceil(waitMs / 1_000)) } : {};
    return { ...pondError(429, 'Too many requests'), headers };
  },
  http: (status, retryAfterSeconds) => {
    const answer = pondError(status, status >= 500 ? 'Internal error' : 'Request refused');
    if (retryAfterSeconds === undefined) return answer;
    return { ...answer, headers: { 'retry-after': String(retryAfterSeconds) } };
  },
  unauthorized: () => pondError(401, 'The API key is not valid'),
};
