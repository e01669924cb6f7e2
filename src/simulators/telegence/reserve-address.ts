import { addressId } from './address.ts';
import type { ProvisioningFailure } from './provisioning.ts';
import type { TelegenceState } from './telegence-state.ts';

/** An address that is to become a subscriber's. */
export interface AddressWish {
  account: string;
  pdpName: string;
  subscriberNumber: string;
  ipAddress: string;
}

/**
 * Gives an address to a subscriber, whose line gets it later. Answers null, or why that cannot be: an
 * address of another subscriber is never taken away.
 */
export function reserveAddress(state: TelegenceState, wish: AddressWish): ProvisioningFailure | null {
  const { account, pdpName, subscriberNumber, ipAddress } = wish;
  const line = state.lines.get(subscriberNumber);
  if (line?.account !== account) return { step: 'profileCheck', message: 'The subscriber is not known' };
  if (line.status !== 'A') return { step: 'profileCheck', message: 'The subscriber is not active' };
  const fail = (message: string): ProvisioningFailure => ({ step: 'ipReservation', message });
  if (state.pools.of(account, pdpName)?.has(ipAddress) !== true) {
    return fail(`${ipAddress} is not an address of ${pdpName}`);
  }
  const owner = state.addresses.get(addressId(wish))?.subscriberNumber ?? null;
  if (owner !== null && owner !== subscriberNumber) return fail(`${ipAddress} is in use`);
  state.addresses.put({ account, pdpName, ipAddress, subscriberNumber, heldUntil: null });
  return null;
}
