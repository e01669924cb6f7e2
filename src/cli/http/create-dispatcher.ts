import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici';
import { isLoopback } from '../connection/api-address.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/** Through the proxy that HTTPS_PROXY and NO_PROXY name, as other programs do; never to this very machine. */
export function createDispatcher(address: string): Dispatcher {
  const connect = { timeout: CONNECT_TIMEOUT_MS };
  return isLoopback(new URL(address).hostname) ? new Agent({ connect }) : new EnvHttpProxyAgent({ connect });
}
