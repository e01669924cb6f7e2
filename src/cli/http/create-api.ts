import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { request, type Dispatcher } from 'undici';
import type { Api, OpenAnswer, QueryValues } from './api.ts';
import { ApiProblem } from './api-problem.ts';
import { unreachable } from './api-unreachable.ts';
import { createDispatcher } from './create-dispatcher.ts';
import { multipartBody } from './multipart-body.ts';
import { readAnswer, readProblem } from './read-answer.ts';
import { retryAfterMs } from './retry-after.ts';
import { sendAgain, type RetryDeps } from './send-again.ts';

const READ_TIMEOUT_MS = 30_000;
/** A million devices are judged before the answer comes. */
const ACT_TIMEOUT_MS = 5 * 60_000;
const UPLOAD_TIMEOUT_MS = 30 * 60_000;

export interface ApiOptions extends RetryDeps {
  /** Without a slash at its end. */
  readonly address: string;
  readonly token: string;
  readonly version: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

type Body = () => Dispatcher.DispatchOptions['body'];

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Body;
  readonly timeoutMs: number;
  /** Also for the body of an answer that is read while it comes; undefined: `timeoutMs` covers the whole answer. */
  readonly silenceMs?: number;
}

export function createApi(options: ApiOptions): Api {
  const dispatcher = createDispatcher(options.address);
  const read = async <Answer>(call: Call): Promise<Answer> =>
    sendAgain(options, async () => {
      const { body } = await exchange(options, dispatcher, call);
      return readAnswer<Answer>(await textOf(options, body));
    });
  return {
    get: (path, query = {}) =>
      read({ method: 'GET', path: withQuery(path, query), headers: {}, timeoutMs: READ_TIMEOUT_MS }),
    post: (path, body, { idempotencyKey = randomUUID(), headers = {} } = {}) => {
      const json = body === undefined ? undefined : JSON.stringify(body);
      return read({
        method: 'POST',
        path,
        headers: { ...headers, ...contentOf(json), 'idempotency-key': idempotencyKey },
        body: () => json ?? null,
        timeoutMs: ACT_TIMEOUT_MS,
      });
    },
    upload: async (path, file, wish, idempotencyKey = randomUUID()) => {
      const { contentType, contentLength, open } = await multipartBody(file, wish);
      return read({
        method: 'POST',
        path,
        headers: {
          'content-type': contentType,
          'content-length': String(contentLength),
          'idempotency-key': idempotencyKey,
        },
        body: open,
        timeoutMs: UPLOAD_TIMEOUT_MS,
      });
    },
    open: (path, { accept, headers = {}, silenceMs, finalStatuses }) => {
      const call: Call = {
        method: 'GET',
        path,
        headers: { ...headers, accept },
        timeoutMs: READ_TIMEOUT_MS,
        silenceMs,
      };
      return sendAgain(options, () => exchange(options, dispatcher, call), finalStatuses);
    },
    // What is still open belongs to a command that has ended.
    close: () => dispatcher.destroy(),
  };
}

function contentOf(json: string | undefined): Record<string, string> {
  return json === undefined ? {} : { 'content-type': 'application/json' };
}

async function exchange(
  { address, token, version, signal }: ApiOptions,
  dispatcher: Dispatcher,
  call: Call,
): Promise<OpenAnswer> {
  try {
    const answer = await request(`${address}${call.path}`, {
      method: call.method,
      dispatcher,
      headers: {
        accept: 'application/json',
        ...call.headers,
        authorization: `Bearer ${token}`,
        'user-agent': `millpond-cli/${version}`,
      },
      body: call.body?.() ?? null,
      headersTimeout: call.timeoutMs,
      bodyTimeout: call.silenceMs ?? call.timeoutMs,
      signal:
        call.silenceMs === undefined
          ? AbortSignal.any([signal, AbortSignal.timeout(call.timeoutMs)])
          : signal,
    });
    const { statusCode: status, headers, body } = answer;
    // Whoever reads the body is told there; one that is given up half-read has nobody to tell.
    body.on('error', () => undefined);
    if (status >= 200 && status < 300) {
      return { status, contentType: textHeader(headers['content-type']) ?? '', body };
    }
    const problem = readProblem(status, await body.text(), textHeader(headers['request-id']) ?? '');
    throw new ApiProblem(problem, retryAfterMs(textHeader(headers['retry-after']), Date.now()));
  } catch (error) {
    if (error instanceof ApiProblem) throw error;
    signal.throwIfAborted();
    throw unreachable(address, error);
  }
}

async function textOf({ address, signal }: ApiOptions, body: OpenAnswer['body']): Promise<string> {
  try {
    return await text(body);
  } catch (error) {
    signal.throwIfAborted();
    throw unreachable(address, error);
  }
}

function textHeader(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function withQuery(path: string, query: QueryValues): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(Object.fromEntries(given)).toString()}`;
}
