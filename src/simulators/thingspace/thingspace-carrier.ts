import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import { decodeSegment, type Call } from '../frame/call.ts';
import type { Carrier, CarrierDefinition, ResolvedCall } from '../frame/carrier.ts';
import { noLimits } from '../frame/limits.ts';
import { thingspaceAccountSchema, type ThingspaceAccount } from './account.ts';
import { authenticate, authenticateApplication, endSession, touchSession } from './authentication.ts';
import { logIn, userNamed } from './log-in.ts';
import { applicationOf, obtainToken } from './obtain-token.ts';
import { sessionRoute } from './session-routes.ts';
import { apiError, noSuchResource, sessionExpired, thingspaceFailures } from './thingspace-error.ts';
import { createThingspaceRecords } from './thingspace-records.ts';
import { createThingspaceState, type ThingspaceState } from './thingspace-state.ts';

/** ThingSpace on the simulators' frame, with the limits its documentation tells. */
export const thingspaceCarrier: CarrierDefinition<ThingspaceAccount> = {
  name: 'thingspace',
  limits: {
    ...noLimits,
    pageSize: 500,
    batchSize: 10_000,
    processingMs: [50, 400],
    dailyActions: 5,
    monthlyPlanChanges: 4,
  },
  accountSchema: thingspaceAccountSchema,
  create: (frame, accounts) => {
    const state = createThingspaceState(frame, accounts);
    return {
      resolve: (call) => resolve(state, call),
      records: createThingspaceRecords(state),
      failures: thingspaceFailures,
      tick: () => undefined,
    } satisfies Carrier;
  },
};

const connectivity = /^\/api\/m2m\/v1\/(.+)$/;

function resolve(state: ThingspaceState, call: Call): ResolvedCall {
  if (call.method === 'POST' && call.path === '/api/ts/v1/oauth2/token') {
    const account = applicationOf(state, call)?.account ?? null;
    return { operation: 'token', account, devices: [], run: () => obtainToken(state, call) };
  }
  const path = connectivity.exec(call.path)?.[1];
  if (path === undefined) return { operation: 'unknown', account: null, devices: [], run: noSuchResource };
  if (call.method === 'POST' && path === 'session/login') return loginCall(state, call);
  if (call.method === 'POST' && path === 'session/logout') return logoutCall(state, call);
  return sessionCall(state, call, path.split('/').map(decodeSegment));
}

function loginCall(state: ThingspaceState, call: Call): ResolvedCall {
  const username = userNamed(call.json);
  const account = state.accounts.find((known) => known.username === username)?.account ?? null;
  return {
    operation: 'login',
    account,
    devices: [],
    run: () => authenticateApplication(state, call).refusal ?? logIn(state, call.json),
  };
}

/** Ends the session; callbacks go on. */
function logoutCall(state: ThingspaceState, call: Call): ResolvedCall {
  const { accounts, session, refusal } = authenticate(state, call);
  return {
    operation: 'logout',
    account: accounts[0]?.account ?? null,
    devices: [],
    run: () => {
      if (refusal !== null || session === undefined) return refusal ?? sessionExpired(400);
      endSession(state, session);
      return { status: 200, json: { sessionToken: session.token } };
    },
  };
}

function sessionCall(state: ThingspaceState, call: Call, segments: readonly string[]): ResolvedCall {
  const caller = authenticate(state, call);
  const inBody = accountNameSchema.safeParse(call.json).data?.accountName ?? undefined;
  const chosen = chooseAccount(caller.accounts, inBody);
  const route = sessionRoute(state, 'refusal' in chosen ? undefined : chosen.account, call, segments);
  const picked = route.accountName === undefined ? chosen : chooseAccount(caller.accounts, route.accountName);
  const account = 'refusal' in picked ? caller.accounts[0] : picked.account;
  return {
    operation: route.operation,
    account: account?.account ?? null,
    devices: route.devices,
    ownFaults: ['sessionExpired', ...(route.ownFaults ?? [])],
    run: (context) => {
      const { refusal, session } = caller;
      if (refusal !== null || session === undefined) return refusal ?? sessionExpired(400);
      if (context.fault?.do === 'sessionExpired') {
        endSession(state, session);
        return sessionExpired(context.fault.status);
      }
      touchSession(state, session);
      return 'refusal' in picked ? picked.refusal : route.run(picked.account, context);
    },
  };
}

const accountNameSchema = z.object({ accountName: z.string().nullish() });

type Chosen = { account: ThingspaceAccount } | { refusal: Answer };

/** The account that is named, or the only one of the user. */
function chooseAccount(accounts: readonly ThingspaceAccount[], accountName: string | undefined): Chosen {
  const candidates =
    accountName === undefined ? accounts : accounts.filter((known) => known.accountName === accountName);
  const [account, another] = candidates;
  if (account === undefined) {
    return { refusal: apiError('REQUEST_FAILED.AccountNotFound', 'The user has no such account.') };
  }
  if (another !== undefined) {
    return { refusal: apiError('REQUEST_FAILED.MultipleAccounts', 'Name one of the accounts.') };
  }
  return { account };
}
