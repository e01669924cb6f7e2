import type { Readable } from 'node:stream';

export type QueryValues = Readonly<Record<string, string | number | undefined>>;

export interface PostOptions {
  /** Default: one is made, so that a request whose answer was lost can be sent again. */
  readonly idempotencyKey?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface OpenOptions {
  readonly accept: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The longest silence within the answer, in milliseconds. */
  readonly silenceMs: number;
  /** Statuses that the caller deals with itself: they are not waited out. */
  readonly finalStatuses?: readonly number[];
}

export interface OpenAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Readable;
}

/**
 * The API over HTTP, with a token. Every request has a timeout, and is sent again while the API is busy or out of sight.
 * All of them throw ApiProblem for an answer that is no success, and ApiUnreachable when none came.
 */
export interface Api {
  get<Answer>(path: string, query?: QueryValues): Promise<Answer>;
  post<Answer>(path: string, body?: object, options?: PostOptions): Promise<Answer>;
  /** Sends a file; `request` is left out when it is null. */
  upload<Answer>(
    path: string,
    file: string,
    request: object | null,
    idempotencyKey?: string,
  ): Promise<Answer>;
  /** An answer that is read while it comes. The caller reads or destroys its body. */
  open(path: string, options: OpenOptions): Promise<OpenAnswer>;
  close(): Promise<void>;
}
