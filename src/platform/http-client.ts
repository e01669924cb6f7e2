import { Agent } from 'undici';
import { HttpFailure } from './http-failure.ts';
import { dispatchRequest } from './dispatch-request.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange: connecting, sending and the last byte of the answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Sends one request and reads its whole answer, whatever the status. Follows no redirect and never tries again.
 * Throws HttpFailure, which tells whether the request had left before things went wrong.
 */
export interface HttpClient {
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Waits for the open exchanges and closes the connections. */
  close(): Promise<void>;
}

export interface HttpClientOptions {
  /** Open connections to one origin; further requests wait for a free one. */
  readonly connections?: number;
  readonly connectTimeoutMs?: number;
  /** A longer answer is given up: no outside system has that much to say. */
  readonly maxAnswerBytes?: number;
}

const MEBIBYTE = 1_048_576;

/** Keeps connections alive per origin. Each creator closes its own client. */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const maxAnswerBytes = options.maxAnswerBytes ?? MEBIBYTE;
  const agent = new Agent({
    connections: options.connections ?? 100,
    connect: { timeout: options.connectTimeoutMs ?? 10_000 },
    // One request at a time on a connection: a reset then concerns exactly one of them.
    pipelining: 1,
  });
  return {
    send: async (request) => {
      if (request.signal.aborted) throw new HttpFailure({ kind: 'aborted', requestSent: false });
      return dispatchRequest(agent, request, maxAnswerBytes);
    },
    close: () => agent.close(),
  };
}
