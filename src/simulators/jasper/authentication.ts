import type { Answer } from '../frame/answer.ts';
import type { Call } from '../frame/call.ts';
import type { JasperAccount } from './account.ts';
import { authenticationRequired, invalidCredentials } from './jasper-error.ts';

/** Who calls, and the refusal when the call must not go on. */
export interface Caller {
  account: JasperAccount | undefined;
  refusal: Answer | null;
}

/** Reads `Authorization: Basic base64(username:apiKey)`. */
export function createAuthentication(accounts: readonly JasperAccount[]): (call: Call) => Caller {
  const byUsername = new Map(accounts.map((account) => [account.username, account]));
  return ({ headers }) => {
    const encoded = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (encoded === undefined) return { account: undefined, refusal: authenticationRequired() };
    const decoded = Buffer.from(encoded, 'base64').toString('utf8');
    const colon = decoded.indexOf(':');
    const account = byUsername.get(decoded.slice(0, Math.max(colon, 0)));
    const known = account !== undefined && decoded.slice(colon + 1) === account.apiKey;
    return { account, refusal: known ? null : invalidCredentials() };
  };
}
