import type { Answer } from '../frame/answer.ts';
import type { CarrierFailures } from '../frame/carrier.ts';

/** The billing system's error body. */
export function revioError(status: number, code: string, message: string): Answer {
  return { status, json: { code, message } };
}

/** The wait is told in the sentence only, as the billing system does: there is no header. */
function tooMany(retryAfterSeconds: number | undefined): Answer {
  const wait = retryAfterSeconds === undefined ? '' : ` Try again in ${retryAfterSeconds} seconds.`;
  return revioError(429, 'rate_limit_exceeded', `Rate limit exceeded.${wait}`);
}

/** The billing system's answers to what the frame refuses or plays. */
export const revioFailures: CarrierFailures = {
  overLimit: ({ waitMs, mode }) =>
    mode === '500'
      ? revioError(500, 'server_error', 'The request could not be processed.')
      : tooMany(Math.max(1, Math.ceil(waitMs / 1_000))),
  http: (status, retryAfterSeconds) => {
    if (status === 429) return tooMany(retryAfterSeconds);
    const code = status >= 500 ? 'server_error' : 'request_refused';
    return revioError(status, code, 'The request could not be processed.');
  },
  unauthorized: () => revioError(401, 'unauthorized', 'The user name or password is not valid.'),
};
