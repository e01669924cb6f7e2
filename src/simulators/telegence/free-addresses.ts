import { addressId } from './address.ts';
import type { TelegenceState } from './telegence-state.ts';

/** Up to `count` addresses of a profile that nobody has and nobody was promised. */
export function freeAddresses(
  state: TelegenceState,
  account: string,
  pdpName: string,
  count: number,
): string[] {
  const found: string[] = [];
  for (const ipAddress of state.pools.of(account, pdpName) ?? []) {
    if (found.length >= count) break;
    if (isFree(state, account, pdpName, ipAddress)) found.push(ipAddress);
  }
  return found;
}

function isFree(state: TelegenceState, account: string, pdpName: string, ipAddress: string): boolean {
  const held = state.addresses.get(addressId({ account, pdpName, ipAddress }));
  return held === undefined || (held.heldUntil !== null && held.heldUntil <= state.frame.clock.now());
}

/** Notes which addresses of the pools a line has: none of the others, and the one it has now. */
export function settleAddresses(
  state: TelegenceState,
  account: string,
  subscriberNumber: string,
  from: string | null,
  to: string | null,
): void {
  if (from !== null && from !== to) {
    for (const pdpName of state.pools.profilesOf(account, from)) {
      const id = addressId({ account, pdpName, ipAddress: from });
      if (state.addresses.get(id)?.subscriberNumber === subscriberNumber) state.addresses.remove(id);
    }
  }
  if (to === null) return;
  for (const pdpName of state.pools.profilesOf(account, to)) {
    state.addresses.put({ account, pdpName, ipAddress: to, subscriberNumber, heldUntil: null });
  }
}
