import type { HttpFailure } from '../platform/http-failure.ts';
import { CarrierError } from './carrier-error.ts';
import type { OutsideAnswer } from './outside-answer.ts';
import type { OutsideRequest, OutsideSystem } from './outside-system.ts';
import { waitAskedFor } from './retry-after.ts';

/** The error of a request whose answer was no success. */
export function refused(
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

/** The error of a success that does not look like one: whether something was done stays open. */
export function unreadable(
  system: OutsideSystem,
  request: OutsideRequest<unknown>,
  answer: OutsideAnswer,
  cause: unknown,
): CarrierError {
  return new CarrierError({
    code: system.codes.unreadable,
    message: `${system.title} answered ${request.operation} with HTTP ${String(answer.status)}, but not with what the operation promises.`,
    httpStatus: answer.status,
    mayHaveApplied: request.write,
    cause,
  });
}

/** The error of a request without a complete answer. A write that never left cannot have been applied. */
export function unanswered(
  system: OutsideSystem,
  request: OutsideRequest<unknown>,
  failure: HttpFailure,
): CarrierError {
  return new CarrierError({
    code: codeOf(system, failure),
    message: `${system.title} did not answer ${request.operation}: ${failure.message}`,
    mayHaveApplied: request.write && failure.requestSent,
    cause: failure,
  });
}

function codeOf(system: OutsideSystem, failure: HttpFailure) {
  switch (failure.kind) {
    case 'timeout':
      return system.codes.timeout;
    case 'too_large':
      return system.codes.unreadable;
    case 'unreachable':
    case 'interrupted':
    case 'aborted':
      return system.codes.unreachable;
  }
}
