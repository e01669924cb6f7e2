import type { Call } from '../frame/call.ts';
import type { RevioAccount } from './account.ts';

/** Whose credentials a call carries, and whether they are right. */
export interface Caller {
  account: RevioAccount | undefined;
  authentic: boolean;
}

/** Reads `Authorization: Basic base64(username:password)`. */
export function createAuthentication(accounts: readonly RevioAccount[]): (call: Call) => Caller {
  const byUsername = new Map(accounts.map((account) => [account.username, account]));
  return ({ headers }) => {
    const encoded = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
    const decoded = Buffer.from(encoded, 'base64').toString('utf8');
    const colon = decoded.indexOf(':');
    const account = byUsername.get(decoded.slice(0, Math.max(colon, 0)));
    const secret = account?.password ?? account?.apiKey;
    return { account, authentic: secret !== undefined && decoded.slice(colon + 1) === secret };
  };
}
