import { isIP } from 'node:net';
import type { AddressGuard } from './address-guard.ts';

const FIRST_FREE_PORT = 1_024;

/**
 * Why events are not sent to a URL, as far as it can be told from its text; null when it looks fine. Names are judged
 * again at every connection, by what they resolve to then.
 */
export function webhookUrlFault(text: string, guard: AddressGuard): string | null {
  if (!URL.canParse(text)) return 'This is not a URL.';
  const { protocol, hostname, username, password, port, hash } = new URL(text);
  if (protocol !== 'https:' && !(protocol === 'http:' && guard.allowsAny)) {
    return 'Events are sent to https addresses only.';
  }
  if (username !== '' || password !== '') return 'Credentials do not belong into the address.';
  if (hash !== '') return 'A fragment (#) is never sent; leave it out.';
  if (!isUsualPort(port)) return 'Use the port of https, or one from 1024 on.';
  const address = literalAddress(hostname);
  if (address !== null && !guard.mayReach(address, protocol)) {
    return 'The address leads to a network that webhooks do not reach.';
  }
  return null;
}

/** Empty: the protocol's own. Others below 1024 belong to services that do not speak HTTP. */
function isUsualPort(port: string): boolean {
  return port === '' || port === '443' || Number(port) >= FIRST_FREE_PORT;
}

/** The address that a host names without a name server; the URL parser has turned 0x7f.1 and the like into one. */
function literalAddress(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (bare === 'localhost' || bare.endsWith('.localhost')) return '127.0.0.1';
  return isIP(bare) === 0 ? null : bare;
}
