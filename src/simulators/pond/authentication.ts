import type { Answer } from '../frame/answer.ts';
import type { Call } from '../frame/call.ts';
import type { PondAccount } from './account.ts';
import { pondError, pondFailures } from './pond-error.ts';

/** Who calls, and the refusal when the call must not go on. */
export interface Caller {
  account: PondAccount | undefined;
  refusal: Answer | null;
}

/** The distributor comes from the path, its key from the header that its account names. */
export function createAuthentication(
  accounts: readonly PondAccount[],
): (call: Call, distributorId: string) => Caller {
  const byDistributor = new Map(accounts.map((account) => [String(account.distributorId), account]));
  const keyIn = (call: Call, { headerName }: PondAccount): unknown => call.headers[headerName.toLowerCase()];
  return (call, distributorId) => {
    const account = byDistributor.get(distributorId);
    if (account !== undefined && keyIn(call, account) === account.apiKey) return { account, refusal: null };
    const foreign = accounts.some((other) => keyIn(call, other) === other.apiKey);
    const refusal = foreign
      ? pondError(403, 'The API key is not valid for this distributor')
      : pondFailures.unauthorized();
    return { account, refusal };
  };
}
