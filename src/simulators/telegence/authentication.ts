import type { Answer } from '../frame/answer.ts';
import type { Call } from '../frame/call.ts';
import type { TelegenceAccount } from './account.ts';
import { telegenceFailures } from './telegence-error.ts';

/** Who calls, and the refusal when the call must not go on. */
export interface Caller {
  account: TelegenceAccount | undefined;
  refusal: Answer | null;
}

/** Two static headers: `app-id` names the account, `app-secret` proves it. */
export function createAuthentication(accounts: readonly TelegenceAccount[]): (call: Call) => Caller {
  const byAppId = new Map(accounts.map((account) => [account.appId, account]));
  return ({ headers }) => {
    const account = byAppId.get(String(headers['app-id'] ?? ''));
    const isProven = account !== undefined && headers['app-secret'] === account.appSecret;
    return { account, refusal: isProven ? null : telegenceFailures.unauthorized() };
  };
}
