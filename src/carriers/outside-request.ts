import type { z } from 'zod';
import type { HttpAnswer, HttpClient, HttpRequest } from '../platform/http-client.ts';
import type { OutsideCall } from '../platform/exchange.ts';
import type { DeviceErrorCode } from '../domain/error-code.ts';
import { HttpFailure } from '../platform/http-failure.ts';
import { CarrierError } from './carrier-error.ts';
import { exchangeOf } from './outside-exchange.ts';
import { readAnswer, type OutsideAnswer } from './outside-answer.ts';
import type { Refusal } from './refusal.ts';
import type { RequestBudget } from './request-budget.ts';
import { waitAskedFor } from './retry-after.ts';

/** An outside system as all its requests see it. */
export interface OutsideSystem {
  /** As messages name it: `Jasper`. */
  readonly title: string;
  readonly http: HttpClient;
  readonly budget: RequestBudget;
  /** With the credentials. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** What a request without a usable answer ends with. */
  readonly codes: {
    readonly unreachable: DeviceErrorCode;
    readonly timeout: DeviceErrorCode;
    readonly unreadable: DeviceErrorCode;
  };
}

export interface OutsideRequest<T> {
  readonly operation: string;
  readonly method: HttpRequest['method'];
  readonly url: string;
  readonly body?: unknown;
  /** A write may have an effect: it is announced, and a lost answer leaves its outcome open. */
  readonly write: boolean;
  /** What a successful answer must look like; an empty body is undefined. */
  readonly answer: z.ZodType<T>;
  /** Says what an answer that is no success means. */
  readonly classify: (answer: OutsideAnswer) => Refusal;
}

/**
 * Sends one request in its turn of the budget, tells of it once, and reads the answer. Throws CarrierError; when the
 * caller gave up, the reason of its signal.
 */
export async function sendOutside<T>(
  system: OutsideSystem,
  request: OutsideRequest<T>,
  call: OutsideCall,
): Promise<T> {
  const outcome = await system.budget.run(call.signal, async () => {
    if (request.write) await call.beforeWrite(request.operation);
    return tryOnce(system, request, call);
  });
  if (outcome.ok) return outcome.value;
  if (outcome.error instanceof CarrierError) await passOnWait(system.budget, outcome.error);
  throw outcome.error;
}

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

async function tryOnce<T>(
  system: OutsideSystem,
  request: OutsideRequest<T>,
  call: OutsideCall,
): Promise<Outcome<T>> {
  const started = performance.now();
  let answer: HttpAnswer | null = null;
  let outcome: Outcome<T>;
  const sending = toHttpRequest(system, request, call.signal);
  try {
    answer = await system.http.send(sending);
    outcome = understand(system, request, answer);
  } catch (failure) {
    outcome = { ok: false, error: withoutAnswer(system, request, failure, call.signal) };
  }
  call.onExchange(
    exchangeOf({
      operation: request.operation,
      request: sending,
      answer,
      durationMs: performance.now() - started,
      error: outcome.ok ? null : outcome.error,
    }),
  );
  return outcome;
}

function toHttpRequest(
  system: OutsideSystem,
  request: OutsideRequest<unknown>,
  signal: AbortSignal,
): HttpRequest {
  const bare = { method: request.method, url: request.url, timeoutMs: system.timeoutMs, signal };
  const headers = { accept: 'application/json', ...system.headers };
  if (request.body === undefined) return { ...bare, headers };
  return {
    ...bare,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(request.body),
  };
}

function understand<T>(system: OutsideSystem, request: OutsideRequest<T>, raw: HttpAnswer): Outcome<T> {
  const answer = readAnswer(raw);
  if (answer.status < 200 || answer.status >= 300) {
    return { ok: false, error: refused(system, request, answer) };
  }
  const parsed = request.answer.safeParse(answer.body);
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    error: new CarrierError({
      code: system.codes.unreadable,
      message: `${system.title} answered ${request.operation} with HTTP ${String(answer.status)}, but not with what the operation promises.`,
      httpStatus: answer.status,
      mayHaveApplied: request.write,
      cause: parsed.error,
    }),
  };
}

function refused(
  system: OutsideSystem,
  request: OutsideRequest<unknown>,
  answer: OutsideAnswer,
): CarrierError {
  const refusal = request.classify(answer);
  const retryAfterMs = waitAskedFor(answer, Date.now()) ?? refusal.retryAfterMs;
  const said = refusal.said === null ? '' : `: ${refusal.said}`;
  return new CarrierError({
    code: refusal.code,
    message: `${system.title} refused ${request.operation} with HTTP ${String(answer.status)}${said}`,
    httpStatus: answer.status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    mayHaveApplied: request.write && refusal.outcomeOpen,
  });
}

function withoutAnswer(
  system: OutsideSystem,
  request: OutsideRequest<unknown>,
  failure: unknown,
  signal: AbortSignal,
): unknown {
  if (!(failure instanceof HttpFailure)) return failure;
  const mayHaveApplied = request.write && failure.requestSent;
  const facts = {
    message: `${system.title} did not answer ${request.operation}: ${failure.message}`,
    mayHaveApplied,
    cause: failure,
  };
  switch (failure.kind) {
    case 'aborted':
      return signal.reason;
    case 'timeout':
      return new CarrierError({ ...facts, code: system.codes.timeout });
    case 'too_large':
      return new CarrierError({ ...facts, code: system.codes.unreadable });
    case 'unreachable':
    case 'interrupted':
      return new CarrierError({ ...facts, code: system.codes.unreachable });
  }
}

/** A 429 that names no wait still means that everyone is too fast. */
const WAIT_WITHOUT_A_WORD_MS = 1_000;

/** The pause concerns everyone who shares the credential. That it could not be passed on must not hide the answer. */
async function passOnWait(budget: RequestBudget, error: CarrierError): Promise<void> {
  const wait = error.retryAfterMs ?? (error.httpStatus === 429 ? WAIT_WITHOUT_A_WORD_MS : undefined);
  if (wait === undefined) return;
  try {
    await budget.postpone(wait);
  } catch {
    return;
  }
}
