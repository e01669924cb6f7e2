import type { OverLimit } from './account-gate.ts';
import { htmlAnswer, type Answer } from './answer.ts';
import type { CarrierFailures, ResolvedCall } from './carrier.ts';
import type { FaultRule, HttpFault } from './fault-plan.ts';

/** What becomes of a request. */
export type Outcome =
  | { kind: 'answer'; answer: Answer; delayMs: number }
  /** The connection is reset. */
  | { kind: 'reset' }
  /** The connection is closed without an answer. */
  | { kind: 'close' }
  /** The connection stays open and silent until the client gives up, or for `ms`. */
  | { kind: 'hold'; ms: number };

/** The answer to a request that the gate refuses. */
export function refused(over: OverLimit, failures: CarrierFailures): Outcome {
  return { kind: 'answer', answer: failures.overLimit(over), delayMs: 0 };
}

/**
 * Carries out a call under the given fault. What a request changes is changed at once; only its answer
 * can be late, so that a caller that reads back after giving up sees the truth.
 */
export function carryOut(
  resolved: ResolvedCall,
  seq: number,
  fault: FaultRule | null,
  failures: CarrierFailures,
): Outcome {
  const run = (own: FaultRule | null): Answer => resolved.run({ seq, fault: own });
  const answered = (answer: Answer, delayMs = 0): Outcome => ({ kind: 'answer', answer, delayMs });
  if (fault === null) return answered(run(null));
  switch (fault.do) {
    case 'http':
      return answered(httpFault(fault, failures));
    case 'applyThenHttp':
      run(null);
      return answered(httpFault(fault, failures));
    case 'reset':
      return { kind: 'reset' };
    case 'drop':
      return { kind: 'hold', ms: fault.ms };
    case 'applyThenDrop':
      run(null);
      return { kind: 'close' };
    case 'slow':
      return answered(run(null), fault.ms);
    case 'unauthorized':
      return answered(failures.unauthorized());
    case 'sessionExpired':
    case 'callbackNever':
    case 'callbackTwice':
    case 'callbackFirst':
    case 'callbackOutOfOrder':
    case 'callbackFailed':
    case 'stuckPending':
    case 'rejectItem':
    case 'fewerAddresses':
      return answered(run(fault));
  }
}

function httpFault(fault: HttpFault, failures: CarrierFailures): Answer {
  const standard = failures.http(fault.status, fault.retryAfterSeconds);
  if (typeof fault.html === 'string') {
    return { ...withHeadersOf(standard), text: fault.html, contentType: 'text/html;charset=UTF-8' };
  }
  if (fault.html === true) return { ...htmlAnswer(fault.status, 'Gateway failure'), ...headersOf(standard) };
  if (typeof fault.body === 'string') return { ...withHeadersOf(standard), text: fault.body };
  if (fault.body !== undefined) return { ...withHeadersOf(standard), json: fault.body };
  return standard;
}

function headersOf({ headers }: Answer): Pick<Answer, 'headers'> {
  return headers === undefined ? {} : { headers };
}

function withHeadersOf(answer: Answer): Answer {
  return { status: answer.status, ...headersOf(answer) };
}
