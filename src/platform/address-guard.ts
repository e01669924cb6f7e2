import { BlockList, isIP } from 'node:net';

/** Addresses of an installation's own network that outgoing requests may reach all the same. */
export interface AllowedNetwork {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** Decides by the address itself, never by a name, which may lead elsewhere a moment later. */
export interface AddressGuard {
  /** Plain HTTP reaches allowed networks only; with TLS the public internet is open too. */
  mayReach(address: string, protocol: string): boolean;
  /** False: every address of the own network is refused, and so is plain HTTP. */
  readonly allowsAny: boolean;
}

/** What is not the public internet among IPv4: IANA's special-purpose registry, multicast and what is reserved. */
const SPECIAL_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** IPv6 is the other way round: 2000::/3 alone is global, and this of it is special, 6to4 and Teredo included. */
const SPECIAL_IPV6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

export function createAddressGuard(allowed: readonly AllowedNetwork[]): AddressGuard {
  const own = new BlockList();
  for (const { address, prefix, family } of allowed) own.addSubnet(address, prefix, family);
  return {
    allowsAny: allowed.length > 0,
    mayReach: (address, protocol) => {
      // A zone names an interface of this machine.
      const version = address.includes('%') ? 0 : isIP(address);
      if (version === 0) return false;
      const family = version === 6 ? 'ipv6' : 'ipv4';
      if (own.check(address, family)) return true;
      return protocol === 'https:' && isPublic(address, family);
    },
  };
}

const specialIpv4 = subnets(SPECIAL_IPV4, 'ipv4');
const specialIpv6 = subnets(SPECIAL_IPV6, 'ipv6');
const globalIpv6 = subnets([['2000::', 3]], 'ipv6');

function isPublic(address: string, family: 'ipv4' | 'ipv6'): boolean {
  if (family === 'ipv4') return !specialIpv4.check(address, family);
  return globalIpv6.check(address, family) && !specialIpv6.check(address, family);
}

function subnets(list: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList {
  const block = new BlockList();
  for (const [address, prefix] of list) block.addSubnet(address, prefix, family);
  return block;
}
