import { CommandFailure } from '../command-failure.ts';
import { readApiAddress } from './api-address.ts';
import { configFile, readConfigFile } from './config-file.ts';
import { readSandboxStack } from './sandbox-stack.ts';
import { readTokenFile } from './read-token.ts';

export interface ConnectionOptions {
  readonly api?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly insecure?: boolean;
}

/** What is looked at beside the options. */
interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly warn: (text: string) => void;
  /** Ends the reading of a token from the standard input. */
  readonly signal: AbortSignal;
}

/** Where a value comes from, in the order in which the first one wins. */
type Source = 'option' | 'environment' | 'config file' | 'npm start';

interface Found {
  readonly value: string;
  readonly source: Source;
}

export interface Connection {
  readonly api: Found | undefined;
  readonly token: Found | undefined;
}

/**
 * Finds address and token: options, then the environment, then the config file, then a sandbox that runs in this clone. A
 * token that was stored together with an address is sent to that address only.
 * @throws CommandFailure usage
 */
export async function findConnection(
  surroundings: Surroundings,
  options: ConnectionOptions,
): Promise<Connection> {
  const { environment, warn } = surroundings;
  const stored = await readConfigFile(configFile(environment), warn);
  const given =
    fromOption(options.api) ??
    found(environment['MILLPOND_API'], 'environment') ??
    found(stored.api, 'config file');
  const sandbox = given === undefined ? await readSandboxStack(environment) : undefined;
  const wanted = given ?? found(sandbox?.api, 'npm start');
  const insecure = options.insecure ?? false;
  const api = wanted && { ...wanted, value: readApiAddress(wanted.value, insecure) };
  const isStoredAddress =
    api !== undefined && stored.api !== undefined && api.value === readApiAddress(stored.api, true);
  const token =
    (await givenToken(surroundings, options)) ??
    found(environment['MILLPOND_TOKEN'], 'environment') ??
    (isStoredAddress ? found(stored.token, 'config file') : undefined) ??
    found(sandbox?.token, 'npm start');
  return { api, token };
}

/** As above, for a command that needs both. @throws CommandFailure notPermitted when one is missing */
export async function requireConnection(
  surroundings: Surroundings,
  options: ConnectionOptions,
): Promise<{ readonly address: string; readonly token: string }> {
  const { api, token } = await findConnection(surroundings, options);
  if (api === undefined) {
    throw new CommandFailure(
      'notPermitted',
      'No address of an API is known.',
      'Run "millpond config set api https://…", or set MILLPOND_API. In a clone, "npm start" runs one to try.',
    );
  }
  if (token === undefined) {
    throw new CommandFailure(
      'notPermitted',
      `No token for ${api.value} is known.`,
      'Run "millpond config set token", or set MILLPOND_TOKEN. A token of the config file is sent to the address beside it only.',
    );
  }
  if (api.source === 'npm start') surroundings.warn(`Using the sandbox of "npm start" at ${api.value}.`);
  return { address: api.value, token: token.value };
}

async function givenToken(
  { warn, signal }: Surroundings,
  { token, tokenFile }: ConnectionOptions,
): Promise<Found | undefined> {
  if (tokenFile !== undefined) return fromOption(await readTokenFile(tokenFile, signal));
  if (token !== undefined) {
    warn('--token can be seen in the list of processes: --token-file or MILLPOND_TOKEN keep it to yourself.');
  }
  return fromOption(token);
}

function fromOption(value: string | undefined): Found | undefined {
  return found(value, 'option');
}

function found(value: string | undefined, source: Source): Found | undefined {
  return value === undefined || value.trim() === '' ? undefined : { value: value.trim(), source };
}
