import { BlockList, isIP } from 'node:net';

/**
 * The address by which a carrier reaches this API: the configured one, else the one the request came to. Null when it
 * is none that secrets may be sent to: plain HTTP is for one's own machine and network only.
 */
export function publicAddress(
  publicUrl: string | undefined,
  request: { readonly protocol: string; readonly host: string },
): string | null {
  const address = publicUrl ?? `${request.protocol}://${request.host}`;
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, username, search, hash } = new URL(address);
  const isPlain = username === '' && search === '' && hash === '';
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isNear(hostname));
  return isPlain && isSafe ? address : null;
}

const NEAR = new BlockList();
NEAR.addSubnet('127.0.0.0', 8, 'ipv4');
NEAR.addSubnet('10.0.0.0', 8, 'ipv4');
NEAR.addSubnet('172.16.0.0', 12, 'ipv4');
NEAR.addSubnet('192.168.0.0', 16, 'ipv4');
NEAR.addAddress('::1', 'ipv6');
NEAR.addSubnet('fc00::', 7, 'ipv6');

/** Loopback and private addresses, and names without a dot, which no public name server knows. */
function isNear(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(bare);
  if (family === 0) return !bare.includes('.') || bare.endsWith('.localhost');
  return NEAR.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}
