import type { HttpAnswer, HttpRequest } from '../platform/http-client.ts';
import type { Exchange } from '../platform/exchange.ts';
import { redactText } from '../platform/redact.ts';
import { storableText } from '../platform/storable-text.ts';

interface ExchangeFacts {
  readonly operation: string;
  readonly request: HttpRequest;
  readonly answer: HttpAnswer | null;
  readonly durationMs: number;
  /** Null: the answer was a success. */
  readonly error: unknown;
}

/** What the log shows of a request: no headers, since they carry the credentials, and redacted bodies. */
export function exchangeOf(facts: ExchangeFacts): Exchange {
  return {
    operation: facts.operation,
    requestText: requestText(facts.request),
    responseText: facts.answer === null ? null : redactText(facts.answer.text),
    httpStatus: facts.answer?.status ?? null,
    durationMs: Math.round(facts.durationMs),
    errorText: facts.error === null ? null : errorText(facts.error),
  };
}

function requestText(request: HttpRequest): string {
  const url = new URL(request.url);
  const line = `${request.method} ${url.pathname}${url.search}`;
  return request.body === undefined ? line : `${line}\n${redactText(request.body)}`;
}

function errorText(error: unknown): string {
  return error instanceof Error ? storableText(error.message) : 'The call was given up.';
}
