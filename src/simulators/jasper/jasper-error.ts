import type { OverLimit } from '../frame/account-gate.ts';
import { htmlAnswer, type Answer } from '../frame/answer.ts';
import type { CarrierFailures } from '../frame/carrier.ts';

/** Error codes of the REST interface that are known. */
export const jasperCodes = {
  invalidCredentials: '10000001',
  malformedJson: '10000023',
  invalidVersion: '10000024',
  unknownParameter: '10000028',
  notFound: '20000001',
  serverError: '30000001',
} as const;

/** Jasper's error body; a code can be absent. Error bodies come in ISO-8859-1. */
export function jasperError(status: number, errorMessage: string, errorCode?: string): Answer {
  return {
    status,
    json: errorCode === undefined ? { errorMessage } : { errorMessage, errorCode },
    contentType: 'application/json;charset=ISO-8859-1',
  };
}

/** The answer when the header with the credentials is missing: it has no code. */
export function authenticationRequired(): Answer {
  const answer = jasperError(401, 'Full authentication is required to access this resource');
  return { ...answer, headers: { 'www-authenticate': 'Basic realm="Jasper"' } };
}

export function invalidCredentials(): Answer {
  return jasperError(401, 'Invalid credentials', jasperCodes.invalidCredentials);
}

export function deviceNotFound(): Answer {
  return jasperError(404, 'Resource not found - Invalid ICCID.', jasperCodes.notFound);
}

/** What a host that does not serve the interface shows. */
export function wrongHost(): Answer {
  return htmlAnswer(404, 'Not Found');
}

/** Jasper's answers to what the frame refuses or plays. */
export const jasperFailures: CarrierFailures = {
  overLimit: ({ limit, mode }: OverLimit) => {
    if (mode === '500') return jasperError(500, 'Unknown server error', jasperCodes.serverError);
    const what = limit === 'rate' ? 'Too many requests in a second' : 'Another request is under way';
    return jasperError(429, `${what} for this API user.`);
  },
  http: (status, retryAfterSeconds) => {
    const code = status >= 500 ? jasperCodes.serverError : undefined;
    const answer = jasperError(status, status >= 500 ? 'Unknown server error' : 'Request refused', code);
    if (retryAfterSeconds === undefined) return answer;
    return { ...answer, headers: { 'retry-after': String(retryAfterSeconds) } };
  },
  unauthorized: invalidCredentials,
};
