import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AccountGate } from './account-gate.ts';
import { sendAnswer } from './answer.ts';
import { toCall, type Call } from './call.ts';
import type { Carrier, ResolvedCall } from './carrier.ts';
import type { SimulatorClock } from './clock.ts';
import type { FaultEngine } from './fault-engine.ts';
import type { FaultKind } from './fault-plan.ts';
import type { LimitBook } from './limit-book.ts';
import { loggableBody } from './loggable-body.ts';
import { carryOut, refused, type Outcome } from './outcome.ts';
import { playOutcome } from './play-outcome.ts';
import { readBody } from './read-body.ts';
import type { RequestLog } from './request-log.ts';
import type { Statistics } from './statistics.ts';
import type { Store } from './store.ts';

/** Everything a carrier's request passes through. */
export interface ServingParts {
  carrier: Carrier;
  clock: SimulatorClock;
  store: Store;
  gate: AccountGate;
  limits: LimitBook;
  faults: FaultEngine;
  requests: RequestLog;
  statistics: Statistics;
  /** Does what has become due: before each request, and after the clock was moved. */
  tick: () => void;
  /** Aborted when the simulator closes. */
  closing: AbortSignal;
  onError: (error: unknown) => void;
}

const maxBodyBytes = 5 * 1024 * 1024;

/** Requests whose credentials name no account are counted under this name and not limited. */
const noAccount = '(none)';

/** Serves one request to the carrier: gate, fault, operation, log, answer. */
export async function serveCall(
  parts: ServingParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = performance.now();
  const text = await readBody(request, maxBodyBytes);
  if (text === null) {
    sendAnswer(response, { status: 413, headers: { connection: 'close' } });
    return;
  }
  const call = toCall(request, text);
  parts.tick();
  const resolved = parts.carrier.resolve(call);
  const account = resolved.account ?? noAccount;
  const concurrent = parts.statistics.enter(account, startedAt);
  const open = parts.requests.open(logFields(parts, call, resolved, concurrent));
  const { outcome, fault } = decide(parts, resolved, concurrent, open.seq);
  parts.store.commit();
  const over = (status: number | null): void => {
    parts.statistics.leave(account);
    parts.statistics.count(resolved.operation, status);
    const durationMs = Math.round(performance.now() - startedAt);
    parts.requests.close(open, { status, durationMs, fault });
  };
  await playOutcome(response, outcome, parts.faults.latencyMs(), over, parts.closing);
}

function logFields(
  parts: ServingParts,
  call: Call,
  resolved: ResolvedCall,
  concurrent: number,
): Parameters<RequestLog['open']>[0] {
  const body = loggableBody(call);
  const query = call.query.size === 0 ? '' : `?${call.query.toString()}`;
  return {
    at: parts.clock.iso(),
    operation: resolved.operation,
    method: call.method,
    path: call.path + query,
    account: resolved.account,
    devices: resolved.devices,
    concurrent,
    ...(body === undefined ? {} : { body }),
  };
}

function decide(
  parts: ServingParts,
  resolved: ResolvedCall,
  concurrent: number,
  seq: number,
): { outcome: Outcome; fault: FaultKind | null } {
  const { account } = resolved;
  const { failures } = parts.carrier;
  if (account !== null) {
    const over = parts.gate.check(account, parts.limits.of(account), concurrent, performance.now());
    if (over !== null) return { outcome: refused(over, failures), fault: null };
  }
  const rule = parts.faults.choose(resolved);
  try {
    return { outcome: carryOut(resolved, seq, rule, failures), fault: rule?.do ?? null };
  } catch (error) {
    parts.onError(error);
    return {
      outcome: { kind: 'answer', answer: failures.http(500, undefined), delayMs: 0 },
      fault: rule?.do ?? null,
    };
  }
}
