import type { Call } from '../frame/call.ts';
import type { Carrier, CarrierDefinition, ResolvedCall } from '../frame/carrier.ts';
import { noLimits } from '../frame/limits.ts';
import { telegenceAccountSchema, type TelegenceAccount } from './account.ts';
import { createAuthentication, type Caller } from './authentication.ts';
import { pathsWith, type SomePaths } from './paths.ts';
import { telegenceFailures } from './telegence-error.ts';
import { createTelegenceRecords } from './telegence-records.ts';
import { routeOf } from './telegence-routes.ts';
import { createTelegenceState, type TelegenceState } from './telegence-state.ts';
import { createTelegenceWork, type TelegenceWork } from './telegence-work.ts';

/**
 * Telegence on the simulators' frame: 250 lines a page, 200 activations a request, no published rate.
 * `paths` replace the usual ones for every account.
 */
export function telegenceCarrier(paths: SomePaths): CarrierDefinition<TelegenceAccount> {
  return {
    name: 'telegence',
    limits: { ...noLimits, pageSize: 250, batchSize: 200, processingMs: [50, 400] },
    accountSchema: telegenceAccountSchema,
    create: (frame, accounts) => {
      const state = createTelegenceState(frame, accounts);
      const later = createTelegenceWork(state);
      const authenticate = createAuthentication(accounts);
      return {
        resolve: (call) => resolve(state, later, paths, authenticate(call), call),
        records: createTelegenceRecords(state, later),
        failures: telegenceFailures,
        tick: () => undefined,
      } satisfies Carrier;
    },
  };
}

function resolve(
  state: TelegenceState,
  later: TelegenceWork,
  paths: SomePaths,
  { account, refusal }: Caller,
  call: Call,
): ResolvedCall {
  const route = routeOf(state, later, pathsWith(paths, account?.paths), call);
  return {
    ...route,
    account: account?.account ?? null,
    run: (context) =>
      refusal !== null || account === undefined
        ? (refusal ?? telegenceFailures.unauthorized())
        : route.run(account, context),
  };
}
