import { isIP } from 'node:net';
import type { AllowedNetwork } from './address-guard.ts';

/** Reads `127.0.0.0/8, ::1`; an entry that is neither an address nor a network comes back as text. */
export function readNetworks(text: string): readonly (AllowedNetwork | string)[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(readNetwork);
}

function readNetwork(entry: string): AllowedNetwork | string {
  const [address = '', prefixText, ...rest] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || address.includes('%') || rest.length > 0) return entry;
  const longest = version === 6 ? 128 : 32;
  const prefix = prefixText === undefined ? longest : Number(prefixText);
  const isPrefix = prefixText === undefined || (/^\d{1,3}$/.test(prefixText) && prefix <= longest);
  if (!isPrefix) return entry;
  return { address, prefix, family: version === 6 ? 'ipv6' : 'ipv4' };
}
