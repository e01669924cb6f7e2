import type { Answer } from '../frame/answer.ts';
import { decodeSegment, type Call } from '../frame/call.ts';
import type { Carrier, CarrierDefinition, ResolvedCall } from '../frame/carrier.ts';
import { htmlAnswer } from '../frame/answer.ts';
import { noLimits } from '../frame/limits.ts';
import { pondAccountSchema, type PondAccount } from './account.ts';
import { createAuthentication, type Caller } from './authentication.ts';
import { pondFailures } from './pond-error.ts';
import { createPondRecords } from './pond-records.ts';
import { routeOf } from './pond-routes.ts';
import { createPondState, type PondState } from './pond-state.ts';

/** POND on the simulators' frame: no published limit. */
export const pondCarrier: CarrierDefinition<PondAccount> = {
  name: 'pond',
  limits: noLimits,
  accountSchema: pondAccountSchema,
  create: (frame, accounts) => {
    const state = createPondState(frame, accounts);
    const authenticate = createAuthentication(accounts);
    return {
      resolve: (call) => resolve(state, authenticate, call),
      records: createPondRecords(state),
      failures: pondFailures,
      tick: () => undefined,
    } satisfies Carrier;
  },
};

const basePath = /^\/ds\/u\/distributorPPUService\/v1\/([^/]+)\/(.+)$/;

function resolve(
  state: PondState,
  authenticate: (call: Call, distributorId: string) => Caller,
  call: Call,
): ResolvedCall {
  const [, distributorId, path] = basePath.exec(call.path) ?? [];
  if (distributorId === undefined || path === undefined) {
    return { operation: 'unknown', account: null, devices: [], run: () => htmlAnswer(404, 'Not Found') };
  }
  const caller = authenticate(call, distributorId);
  const route = routeOf(state, call, path.split('/').map(decodeSegment));
  return {
    ...route,
    account: caller.account?.account ?? null,
    run: (context) => {
      if (caller.refusal !== null || caller.account === undefined) {
        return caller.refusal ?? pondFailures.unauthorized();
      }
      return echoRequestId(call, route.run(caller.account, context));
    },
  };
}

/** A caller's `RequestId` comes back in the answer; it does nothing else. */
function echoRequestId(call: Call, answer: Answer): Answer {
  const requestId = call.headers['requestid'];
  if (typeof requestId !== 'string') return answer;
  return { ...answer, headers: { ...answer.headers, RequestId: requestId } };
}
