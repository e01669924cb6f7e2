import type { Answer } from '../frame/answer.ts';
import { decodeSegment, type Call } from '../frame/call.ts';
import type { RunContext } from '../frame/carrier.ts';
import type { FaultKind } from '../frame/fault-plan.ts';
import type { TelegenceAccount } from './account.ts';
import { activate, simsOf } from './activate.ts';
import { activationStatus, batchOf } from './activation-status.ts';
import { addressStatus, provisioningsAsked } from './address-status.ts';
import type { TelegenceLine } from './line.ts';
import { namesOfLine } from './line-names.ts';
import { lineDetails } from './line-view.ts';
import { listDevices } from './list-devices.ts';
import type { Paths } from './paths.ts';
import { requestAddresses } from './request-addresses.ts';
import { submitAddresses, subscribersOf } from './submit-addresses.ts';
import { missing, telegenceError } from './telegence-error.ts';
import type { TelegenceState } from './telegence-state.ts';
import type { TelegenceWork } from './telegence-work.ts';
import { updateLine } from './update-line.ts';

/** A recognised call: its operation and what it does once the caller is known. */
export interface TelegenceRoute {
  operation: string;
  devices: readonly string[];
  ownFaults?: readonly FaultKind[];
  run: (account: TelegenceAccount, context: RunContext) => Answer;
}

/** Finds the route of a call among the caller's paths. */
export function routeOf(
  state: TelegenceState,
  later: TelegenceWork,
  paths: Paths,
  call: Call,
): TelegenceRoute {
  return (
    lineRoute(state, later, paths, call) ??
    activationRoute(state, later, paths, call) ??
    addressRoute(state, later, paths, call) ??
    accountRoute(state, paths, call) ?? {
      operation: 'unknown',
      devices: [],
      run: () => telegenceError(404, 'There is no such resource'),
    }
  );
}

function lineRoute(
  state: TelegenceState,
  later: TelegenceWork,
  paths: Paths,
  call: Call,
): TelegenceRoute | null {
  const number = idUnder(paths.line, call.path);
  if (number === null) return null;
  const line = state.lines.get(number);
  const onLine = (operation: string, run: OnLine): TelegenceRoute => ({
    operation,
    devices: namesOfLine(state, number),
    run: (account, context) =>
      line?.account === account.account
        ? run(line, account, context)
        : telegenceError(404, 'The subscriber is not known'),
  });
  switch (call.method) {
    case 'GET':
      return onLine('getLine', (found, account) => ({
        status: 200,
        json: lineDetails(found, account, state.frame.clock.now()),
      }));
    case 'PATCH':
      return {
        ...onLine('updateLine', (found, account, context) =>
          updateLine(state, later, account, found, call.json, context),
        ),
        ownFaults: ['rejectItem'],
      };
    default:
      return null;
  }
}

type OnLine = (line: TelegenceLine, account: TelegenceAccount, context: RunContext) => Answer;

function activationRoute(
  state: TelegenceState,
  later: TelegenceWork,
  paths: Paths,
  call: Call,
): TelegenceRoute | null {
  if (call.method === 'POST' && call.path === paths.activation) {
    return {
      operation: 'activate',
      devices: simsOf(call.json),
      ownFaults: ['stuckPending', 'rejectItem'],
      run: (account, context) => activate(state, later, account, call.json, context),
    };
  }
  const batchId = call.method === 'GET' ? idUnder(paths.activationStatus, call.path) : null;
  if (batchId === null) return null;
  return {
    operation: 'activationStatus',
    devices: batchOf(state, batchId).map(({ iccid }) => iccid),
    ownFaults: ['stuckPending'],
    run: (account, context) => activationStatus(state, account, batchId, context),
  };
}

function addressRoute(
  state: TelegenceState,
  later: TelegenceWork,
  paths: Paths,
  call: Call,
): TelegenceRoute | null {
  if (call.method === 'POST' && call.path === paths.addressRequest) {
    return {
      operation: 'requestAddresses',
      devices: [],
      ownFaults: ['fewerAddresses'],
      run: (account, context) => requestAddresses(state, account, call.json, context),
    };
  }
  if (call.method === 'POST' && call.path === paths.addressSubmission) {
    return {
      operation: 'submitAddresses',
      devices: subscribersOf(call.json).flatMap((number) => namesOfLine(state, number)),
      ownFaults: ['stuckPending', 'rejectItem'],
      run: (account, context) => submitAddresses(state, later, account, call.json, context),
    };
  }
  if (call.method !== 'GET' || call.path !== paths.addressStatus) return null;
  return {
    operation: 'addressStatus',
    devices: provisioningsAsked(state, call).flatMap((entry) => namesOfLine(state, entry.subscriberNumber)),
    ownFaults: ['stuckPending'],
    run: (account, context) => addressStatus(state, account, call, context),
  };
}

function accountRoute(state: TelegenceState, paths: Paths, call: Call): TelegenceRoute | null {
  if (call.method !== 'GET') return null;
  if (call.path === paths.devices) {
    return { operation: 'listDevices', devices: [], run: (account) => listDevices(state, account, call) };
  }
  const billingAccount = idUnder(paths.billingAccounts, call.path);
  if (billingAccount === null) return null;
  return {
    operation: 'getBillingAccount',
    devices: [],
    run: ({ billingAccountNumber, billingAccountStatus: status }) =>
      billingAccount === billingAccountNumber
        ? { status: 200, json: { status } }
        : missing('There is no such billing account'),
  };
}

/** The one segment after a path, or null. */
function idUnder(path: string, asked: string): string | null {
  if (!asked.startsWith(`${path}/`)) return null;
  const rest = asked.slice(path.length + 1);
  return rest === '' || rest.includes('/') ? null : decodeSegment(rest);
}
