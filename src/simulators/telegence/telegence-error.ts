import { randomUUID } from 'node:crypto';
import type { Answer } from '../frame/answer.ts';
import type { CarrierFailures } from '../frame/carrier.ts';

/** How a refusal is worded most of the time, on lines above all. */
export function telegenceError(status: number, errorDescription: string): Answer {
  return { status, json: { errorDescription } };
}

/** The shape of some 404s. */
export function missing(description: string): Answer {
  return { status: 404, json: { id: randomUUID(), description } };
}

/** The answer to an update of a device that needs an eSIM. */
export function needsEsim(): Answer {
  return missing('/service/');
}

/** How a gateway in front of the carrier fails: in plain text. */
const gatewayTexts: Readonly<Record<number, string>> = {
  502: 'upstream connect error or disconnect before headers',
  503: 'no healthy upstream',
  504: 'upstream request timeout',
};

/** Telegence's answers to what the frame refuses or plays. */
export const telegenceFailures: CarrierFailures = {
  overLimit: ({ waitMs, mode }) => {
    if (mode === '500') return telegenceError(500, 'Internal server error');
    const headers: Record<string, string> =
      waitMs > 0 ? { 'retry-after': String(Math.ceil(waitMs / 1_000)) } : {};
    return { ...telegenceError(429, 'Too many requests'), headers };
  },
  http: (status, retryAfterSeconds) => {
    const text = gatewayTexts[status];
    const refusal = telegenceError(status, status >= 500 ? 'Internal server error' : 'Request refused');
    const answer: Answer = text === undefined ? refusal : { status, text };
    if (retryAfterSeconds === undefined) return answer;
    return { ...answer, headers: { 'retry-after': String(retryAfterSeconds) } };
  },
  unauthorized: () => telegenceError(401, 'The application is not authorized'),
};
