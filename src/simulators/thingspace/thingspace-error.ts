import type { OverLimit } from '../frame/account-gate.ts';
import type { Answer } from '../frame/answer.ts';
import type { CarrierFailures } from '../frame/carrier.ts';

/** Codes come with the name of the service in front. */
export const servicePrefix = 'UnifiedWebService.';

/** An error of the interface: status 400 with a code. */
export function apiError(code: string, errorMessage: string, status = 400): Answer {
  return { status, json: { errorCode: servicePrefix + code, errorMessage } };
}

/** The answer to a body that is not what the call takes. */
export function requestUndefined(errorMessage: string): Answer {
  return apiError('INPUT_INVALID.RequestUndefined', errorMessage);
}

/** An error of the gateway in front, whose body has another shape. */
export function gatewayError(status: number, code: string, message: string, description: string): Answer {
  return { status, json: { fault: { code, message, description } } };
}

export function invalidAccessToken(): Answer {
  return gatewayError(401, '900901', 'Invalid Credentials', 'The access token is not valid.');
}

export function missingCredentials(): Answer {
  return gatewayError(401, '900902', 'Missing Credentials', 'Give an access token as Bearer.');
}

export function noSuchResource(): Answer {
  return gatewayError(400, '900906', 'No matching resource found', 'No such path in the interface.');
}

/** How a session that has ended is told: by the interface, or by the gateway. */
export function sessionExpired(status: 400 | 401): Answer {
  if (status === 401) return invalidAccessToken();
  return apiError('REQUEST_FAILED.SessionToken.Expired', 'The session token has expired.');
}

/** ThingSpace's answers to what the frame refuses or plays. */
export const thingspaceFailures: CarrierFailures = {
  overLimit: ({ waitMs, mode }: OverLimit) =>
    mode === '500' ? thingspaceFailures.http(500, undefined) : throttled(Math.ceil(waitMs / 1_000)),
  http: (status, retryAfterSeconds) => {
    if (status === 401) return invalidAccessToken();
    if (status === 429) return throttled(retryAfterSeconds);
    const answer = apiError('REQUEST_FAILED.UnexpectedError', 'An unexpected error occurred.', status);
    return withRetryAfter(answer, retryAfterSeconds);
  },
  unauthorized: invalidAccessToken,
};

function throttled(retryAfterSeconds: number | undefined): Answer {
  const answer = gatewayError(429, '900800', 'Message throttled out', 'Too many requests.');
  return withRetryAfter(answer, retryAfterSeconds);
}

function withRetryAfter(answer: Answer, seconds: number | undefined): Answer {
  return seconds === undefined ? answer : { ...answer, headers: { 'retry-after': String(seconds) } };
}
