import { RefusedAddressError } from './guarded-agent.ts';

const SENTENCES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'The name of the host has no address.',
  EAI_AGAIN: 'The name of the host could not be resolved.',
  ECONNREFUSED: 'The host refused the connection.',
  UND_ERR_SOCKET: 'The connection broke before the answer was complete.',
  ECONNRESET: 'The connection broke before the answer was complete.',
};

const TIMEOUTS = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'];

/**
 * Why no answer came, for the owner of the endpoint. Only sentences of our own: what the system says may name addresses
 * of the network we run in.
 */
export function webhookFailureText(error: unknown, timeoutMs: number): string {
  if (error instanceof RefusedAddressError)
    return 'The address leads to a network that webhooks do not reach.';
  const code = codeOf(error);
  const isTimeout = (error instanceof Error && error.name === 'TimeoutError') || TIMEOUTS.includes(code);
  if (isTimeout) return `No complete answer came within ${String(timeoutMs / 1_000)} seconds.`;
  if (/CERT|TLS|SSL|EPROTO/.test(code)) return 'No secure connection: the certificate was not accepted.';
  return SENTENCES[code] ?? 'The connection failed.';
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
