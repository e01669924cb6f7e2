import type { TelegenceAccount } from './account.ts';

/** The static addresses of each account's packet data profiles. */
export interface AddressPools {
  /** Undefined when the account has no such profile. */
  of(account: string, pdpName: string): ReadonlySet<string> | undefined;
  /** The profiles of the account that an address belongs to. */
  profilesOf(account: string, ipAddress: string): string[];
}

/** Makes the pools; one given as a number gets invented addresses. */
export function createAddressPools(accounts: readonly TelegenceAccount[]): AddressPools {
  const pools = new Map<string, Map<string, ReadonlySet<string>>>();
  let network = 0;
  for (const { account, pdpNames } of accounts) {
    const ofAccount = new Map<string, ReadonlySet<string>>();
    for (const { pdpName, pool } of pdpNames) {
      ofAccount.set(pdpName, new Set(typeof pool === 'number' ? invented(network, pool) : pool));
      network += 1;
    }
    pools.set(account, ofAccount);
  }
  return {
    of: (account, pdpName) => pools.get(account)?.get(pdpName),
    profilesOf: (account, ipAddress) =>
      [...(pools.get(account) ?? [])].filter(([, pool]) => pool.has(ipAddress)).map(([pdpName]) => pdpName),
  };
}

/** Addresses of a private network: one second byte for each pool, hosts 1 to 254 of each third byte. */
function invented(network: number, size: number): string[] {
  return Array.from(
    { length: size },
    (_, at) => `10.${network % 256}.${Math.floor(at / 254)}.${(at % 254) + 1}`,
  );
}
