import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import type { RunContext } from '../frame/carrier.ts';
import type { TelegenceAccount } from './account.ts';
import { freeAddresses } from './free-addresses.ts';
import { telegenceError } from './telegence-error.ts';
import type { TelegenceState } from './telegence-state.ts';

const bodySchema = z.object({ pdpName: z.string(), ipQuantity: z.coerce.number().int().positive() });

/**
 * `POST` of a request for addresses: sets addresses aside for a while, fewer than asked when the pool has
 * no more. A repeated request gets others.
 */
export function requestAddresses(
  state: TelegenceState,
  { account, addressHoldMinutes }: TelegenceAccount,
  body: unknown,
  { fault }: RunContext,
): Answer {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return telegenceError(400, 'pdpName and ipQuantity are required');
  const { pdpName, ipQuantity } = parsed.data;
  if (state.pools.of(account, pdpName) === undefined) {
    return telegenceError(400, `pdpName ${pdpName} is not valid`);
  }
  const wanted = fault?.do === 'fewerAddresses' ? Math.floor(ipQuantity / 2) : ipQuantity;
  const given = freeAddresses(state, account, pdpName, wanted);
  const heldUntil = state.frame.clock.now() + addressHoldMinutes * 60_000;
  for (const ipAddress of given) {
    state.addresses.put({ account, pdpName, ipAddress, subscriberNumber: null, heldUntil });
  }
  const ipAddressRecords = given.map((ipAddress) => ({ ipAddress }));
  return {
    status: 200,
    json: { ipAddressRecords, message: `${given.length} of ${ipQuantity} addresses are available` },
  };
}
