import type { Agent, Dispatcher } from 'undici';
import type { HttpAnswer, HttpRequest } from './http-client.ts';
import { HttpFailure, type HttpFailureKind } from './http-failure.ts';
import { createAnswerBuffer } from './answer-buffer.ts';

/**
 * One request through undici's dispatcher. Speaks to the dispatcher itself rather than to `request`, since only its
 * handler learns when a request starts to be written: a failure before that cannot have had an effect, any later one
 * may have (a dead keep-alive connection included).
 */
export function dispatchRequest(agent: Agent, request: HttpRequest, maxBytes: number): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const answer = createAnswerBuffer(maxBytes);
    let controller: Dispatcher.DispatchController | undefined;
    let requestSent = false;
    let givenUp: HttpFailure | undefined;

    const stopWatching = watch(request, giveUp);

    function giveUp(kind: HttpFailureKind): void {
      if (givenUp !== undefined) return;
      givenUp = new HttpFailure({ kind, requestSent });
      stopWatching();
      reject(givenUp);
      controller?.abort(givenUp);
    }

    agent.dispatch(dispatchOptions(request), {
      onRequestStart(started) {
        controller = started;
        if (givenUp === undefined) requestSent = true;
        else started.abort(givenUp);
      },
      onResponseStart(_controller, status, headers) {
        answer.start(status, headers);
      },
      onResponseData(_controller, chunk) {
        if (!answer.add(chunk)) giveUp('too_large');
      },
      onResponseEnd() {
        stopWatching();
        resolve(answer.finish());
      },
      onResponseError(_controller, cause) {
        stopWatching();
        const kind = requestSent ? 'interrupted' : 'unreachable';
        reject(givenUp ?? new HttpFailure({ kind, requestSent, cause }));
      },
    });
  });
}

function dispatchOptions(request: HttpRequest): Dispatcher.DispatchOptions {
  const url = new URL(request.url);
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method: request.method,
    headers: { ...request.headers },
    body: request.body ?? null,
    headersTimeout: request.timeoutMs,
    bodyTimeout: request.timeoutMs,
  };
}

/** Calls back when the time is up or the caller gives up; returns how to stop watching. */
function watch(request: HttpRequest, giveUp: (kind: HttpFailureKind) => void): () => void {
  const abort = () => {
    giveUp('aborted');
  };
  const timer = setTimeout(giveUp, request.timeoutMs, 'timeout');
  request.signal.addEventListener('abort', abort, { once: true });
  return () => {
    clearTimeout(timer);
    request.signal.removeEventListener('abort', abort);
  };
}
