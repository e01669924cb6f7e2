import { request, type Dispatcher } from 'undici';
import type { AddressGuard } from './address-guard.ts';
import { createGuardedAgent } from './guarded-agent.ts';
import type { Resolve } from './name-resolver.ts';
import { readBounded } from './read-bounded.ts';
import { storableText } from './storable-text.ts';
import { webhookFailureText } from './webhook-failure-text.ts';

export interface WebhookMessage {
  readonly url: string;
  /** Those of the signature; the others are always the same. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What became of one try, as its owner may read it. */
export interface WebhookAnswer {
  /** Null when no answer came. */
  readonly status: number | null;
  /** The first 1,000 characters; null when no answer came. */
  readonly text: string | null;
  /** Null: the receiver has taken the message. */
  readonly error: string | null;
  /** What the receiver's Retry-After asks for; null when it names nothing. */
  readonly retryAfterMs: number | null;
  readonly durationMs: number;
}

export interface WebhookSender {
  /** One try; whatever goes wrong outside is an answer too. */
  send(message: WebhookMessage): Promise<WebhookAnswer>;
  close(): Promise<void>;
}

export interface WebhookSenderOptions {
  readonly guard: AddressGuard;
  readonly resolve?: Resolve;
  /** For the whole exchange, from the name to the last byte. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 65_536;
const KEPT_CHARACTERS = 1_000;

export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const agent = createGuardedAgent({ ...options, connectTimeoutMs: timeoutMs });
  return {
    send: async (message) => {
      const begun = performance.now();
      const outcome = await post(agent, message, timeoutMs);
      return { ...outcome, durationMs: Math.round(performance.now() - begun) };
    },
    close: () => agent.close(),
  };
}

async function post(
  dispatcher: Dispatcher,
  { url, headers, body }: WebhookMessage,
  timeoutMs: number,
): Promise<Omit<WebhookAnswer, 'durationMs'>> {
  try {
    const answer = await request(url, {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Millpond-Webhooks/1', ...headers },
      body,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await readBounded(answer.body, MAX_ANSWER_BYTES);
    return {
      status: answer.statusCode,
      text: storableText(text).slice(0, KEPT_CHARACTERS),
      error: errorOf(answer.statusCode),
      retryAfterMs: retryAfterMs(answer.headers['retry-after'], Date.now()),
    };
  } catch (error) {
    return { status: null, text: null, error: webhookFailureText(error, timeoutMs), retryAfterMs: null };
  }
}

function errorOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return `It answered ${String(status)}: redirects are not followed.`;
  return `It answered ${String(status)}.`;
}

/** Seconds or an HTTP date. */
function retryAfterMs(header: string | string[] | undefined, now: number): number | null {
  const value = String(header ?? '').trim();
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? null : Math.max(0, instant - now);
}
