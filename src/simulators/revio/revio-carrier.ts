import type { Answer } from '../frame/answer.ts';
import { decodeSegment, type Call } from '../frame/call.ts';
import type { Carrier, CarrierDefinition, ResolvedCall } from '../frame/carrier.ts';
import { noLimits } from '../frame/limits.ts';
import { revioAccountSchema, type RevioAccount } from './account.ts';
import { createAuthentication, type Caller } from './authentication.ts';
import { revioFailures } from './revio-error.ts';
import { createRevioRecords } from './revio-records.ts';
import { routeOf } from './revio-routes.ts';
import { createRevioState, type RevioState } from './revio-state.ts';

/** Rev.io on the simulators' frame. */
export const revioCarrier: CarrierDefinition<RevioAccount> = {
  name: 'revio',
  limits: noLimits,
  accountSchema: revioAccountSchema,
  create: (frame, accounts) => {
    const state = createRevioState(frame, accounts);
    const authenticate = createAuthentication(accounts);
    return {
      resolve: (call) => resolve(state, authenticate(call), call),
      records: createRevioRecords(state),
      failures: revioFailures,
      tick: () => undefined,
    } satisfies Carrier;
  },
};

function resolve(state: RevioState, caller: Caller, call: Call): ResolvedCall {
  const route = routeOf(state, call, call.path.split('/').slice(1).map(decodeSegment));
  const { account, authentic } = caller;
  return {
    ...route,
    account: account?.account ?? null,
    run: (context): Answer =>
      account === undefined || !authentic ? revioFailures.unauthorized() : route.run(account, context),
  };
}
