import { lookup, promises as dns, type LookupAddress } from 'node:dns';

/** Resolves a name to all of its addresses, as `dns.lookup` does. */
export type Resolve = (
  hostname: string,
  callback: (error: NodeJS.ErrnoException | null, addresses?: readonly LookupAddress[]) => void,
) => void;

export interface NameResolverOptions {
  /** For one name in all, however many name servers there are. */
  readonly deadlineMs: number;
  /** Names that the machine itself knows, in lower case; they alone are looked up by the system. */
  readonly ownNames: ReadonlySet<string>;
  /** Addresses, with a port where it is not the usual one. Those of the machine unless given. */
  readonly nameServers?: readonly string[];
}

const QUERY_TIMEOUT_MS = 3_000;
const ABSENT = ['ENOTFOUND', 'ENODATA'];

/**
 * Asks name servers without `dns.lookup`, whose few threads the names of carriers need too: whoever chooses a name may
 * run its name server, and let it answer slowly. Fails with ENOTFOUND when a name has no address, and with EAI_AGAIN when
 * that could not be told.
 */
export function createNameResolver(options: NameResolverOptions): Resolve {
  return (hostname, callback) => {
    // A hosts file has its names without the dot of the root.
    const bare = hostname.replace(/\.$/, '').toLowerCase();
    if (options.ownNames.has(bare)) {
      lookup(bare, { all: true }, callback);
      return;
    }
    askNameServers(hostname, options).then(
      (addresses) => callback(null, addresses),
      (error: NodeJS.ErrnoException) => callback(error),
    );
  };
}

/** With a channel of its own for each name, so that giving one up leaves the others alone. */
async function askNameServers(
  hostname: string,
  { deadlineMs, nameServers }: NameResolverOptions,
): Promise<readonly LookupAddress[]> {
  const resolver = new dns.Resolver({ timeout: QUERY_TIMEOUT_MS, tries: 1 });
  if (nameServers !== undefined) resolver.setServers(nameServers);
  const deadline = setTimeout(() => resolver.cancel(), deadlineMs);
  try {
    const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const addresses = [...addressesOf(four, 4), ...addressesOf(six, 6)];
    if (addresses.length > 0) return addresses;
    const isAbsent = [four, six].every(saysAbsent);
    throw isAbsent
      ? failure('ENOTFOUND', 'The name has no address.')
      : failure('EAI_AGAIN', 'The name servers gave no answer.');
  } finally {
    clearTimeout(deadline);
  }
}

function addressesOf(answer: PromiseSettledResult<string[]>, family: 4 | 6): LookupAddress[] {
  return answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : [];
}

/** An answer without addresses is a failure with one of these codes. */
function saysAbsent(answer: PromiseSettledResult<string[]>): boolean {
  if (answer.status === 'fulfilled') return true;
  const reason: unknown = answer.reason;
  return reason instanceof Error && 'code' in reason && ABSENT.some((code) => code === reason.code);
}

function failure(code: 'ENOTFOUND' | 'EAI_AGAIN', message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code });
}
