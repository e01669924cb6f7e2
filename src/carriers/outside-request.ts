import type { OutsideCall } from '../platform/exchange.ts';
import type { HttpAnswer, HttpRequest } from '../platform/http-client.ts';
import { HttpFailure } from '../platform/http-failure.ts';
import { CarrierError } from './carrier-error.ts';
import { readAnswer } from './outside-answer.ts';
import { exchangeOf } from './outside-exchange.ts';
import { refused, unanswered, unreadable } from './outside-failure.ts';
import type { OutsideRequest, OutsideSystem } from './outside-system.ts';
import type { RequestBudget } from './request-budget.ts';

/**
 * Sends one request in its turn of the budget, tells of it once, and reads the answer. Throws CarrierError; when the
 * caller gave up, the reason of its signal, which leaves the outcome of an announced write open.
 */
export async function sendOutside<T>(
  system: OutsideSystem,
  request: OutsideRequest<T>,
  call: OutsideCall,
): Promise<T> {
  // Only what the carrier itself said is passed on: the budget throws waits of its own.
  let said: unknown;
  try {
    const send = async (): Promise<T> => {
      if (request.write) await call.beforeWrite(request.operation);
      const outcome = await tryOnce(system, request, call);
      if (outcome.ok) return outcome.value;
      said = outcome.error;
      throw outcome.error;
    };
    return await system.budget.run(call.signal, send, call.reading?.maxPlaceWaitMs);
  } catch (error) {
    if (error === said && error instanceof CarrierError) await passOnWait(system.budget, error);
    throw error;
  }
}

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

async function tryOnce<T>(
  system: OutsideSystem,
  request: OutsideRequest<T>,
  call: OutsideCall,
): Promise<Outcome<T>> {
  const sending = toHttpRequest(system, request, call.signal);
  const started = performance.now();
  let answer: HttpAnswer | null = null;
  let outcome: Outcome<T>;
  try {
    answer = await system.http.send(sending);
    outcome = understand(system, request, answer);
  } catch (failure) {
    outcome = { ok: false, error: errorOf(system, request, failure, call.signal) };
  }
  const durationMs = performance.now() - started;
  const error = outcome.ok ? null : outcome.error;
  call.onExchange(exchangeOf({ operation: request.operation, request: sending, answer, durationMs, error }));
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
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, error: unreadable(system, request, answer, parsed.error) };
}

function errorOf(
  system: OutsideSystem,
  request: OutsideRequest<unknown>,
  failure: unknown,
  signal: AbortSignal,
): unknown {
  if (!(failure instanceof HttpFailure)) return failure;
  return failure.kind === 'aborted' ? signal.reason : unanswered(system, request, failure);
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
