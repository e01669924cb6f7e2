/**
 * unreachable: no connection, nothing was sent. interrupted: the connection broke before the answer was whole.
 * timeout: the time was up. too_large: the answer was longer than allowed. aborted: the caller gave up.
 */
export type HttpFailureKind = 'unreachable' | 'interrupted' | 'timeout' | 'too_large' | 'aborted';

export interface HttpFailureFacts {
  readonly kind: HttpFailureKind;
  /** False: the other side cannot have acted on the request. True: it may have. */
  readonly requestSent: boolean;
  readonly cause?: unknown;
}

const SENTENCES: Record<HttpFailureKind, string> = {
  unreachable: 'no connection could be made',
  interrupted: 'the connection broke before the answer was complete',
  timeout: 'no complete answer came in time',
  too_large: 'the answer was longer than allowed',
  aborted: 'the call was given up',
};

/** A request without a complete answer. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly kind: HttpFailureKind;
  readonly requestSent: boolean;

  constructor(facts: HttpFailureFacts) {
    const code = systemCodeOf(facts.cause);
    const sentence = SENTENCES[facts.kind];
    super(code === undefined ? sentence : `${sentence} (${code})`, { cause: facts.cause });
    this.kind = facts.kind;
    this.requestSent = facts.requestSent;
  }
}

/** `ECONNREFUSED` and the like: short, and free of the request's content. */
function systemCodeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause)) return undefined;
  return typeof cause.code === 'string' ? cause.code : undefined;
}
