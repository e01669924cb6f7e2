import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import type { AddressGuard } from './address-guard.ts';
import { readHostNames } from './hosts-file.ts';
import { createNameResolver, type Resolve } from './name-resolver.ts';

/** Thrown when a connection would lead to an address that the guard refuses. It does not say which. */
export class RefusedAddressError extends Error {
  override readonly name = 'RefusedAddressError';
}

export interface GuardedAgentOptions {
  readonly guard: AddressGuard;
  /** For the name and the connection together. */
  readonly connectTimeoutMs: number;
  readonly resolve?: Resolve;
}

/**
 * An agent whose every new connection is judged after its name was resolved and made to the very addresses that were
 * judged, so that a name which resolves differently the next time leads nowhere. Follows no redirect.
 */
export function createGuardedAgent({
  guard,
  connectTimeoutMs,
  resolve = resolverFor(guard, connectTimeoutMs),
}: GuardedAgentOptions): Agent {
  const connector = (protocol: string) =>
    buildConnector({ timeout: connectTimeoutMs, lookup: guardedLookup(guard, protocol, resolve) });
  const secure = connector('https:');
  const plain = connector('http:');
  return new Agent({
    pipelining: 1,
    connections: 20,
    connect: (options, callback) => {
      // A literal address is not looked up.
      const literal = options.hostname.replace(/^\[|\]$/g, '');
      if (isIP(literal) !== 0 && !guard.mayReach(literal, options.protocol)) {
        callback(new RefusedAddressError(), null);
        return;
      }
      if (options.protocol === 'https:') secure(options, callback);
      else plain(options, callback);
    },
  });
}

/** Names of the machine's own lead to its own networks, so they are of use where some of those are allowed. */
function resolverFor({ allowsAny }: AddressGuard, deadlineMs: number): Resolve {
  return createNameResolver({ deadlineMs, ownNames: allowsAny ? readHostNames() : new Set() });
}

/** One refused address among several refuses them all: an honest receiver has none. */
function guardedLookup(guard: AddressGuard, protocol: string, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    // With an error there are no addresses, whatever the types of dns.lookup say.
    resolve(hostname, (error, addresses = []) => {
      const [first] = addresses;
      if (error !== null || first === undefined) {
        callback(error ?? notFound(), '', 0);
        return;
      }
      if (!addresses.every(({ address }) => guard.mayReach(address, protocol))) {
        callback(new RefusedAddressError(), '', 0);
        return;
      }
      if (options.all === true) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  };
}

function notFound(): NodeJS.ErrnoException {
  return Object.assign(new Error('The name has no address.'), { code: 'ENOTFOUND' });
}
