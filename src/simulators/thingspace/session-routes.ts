import type { Answer } from '../frame/answer.ts';
import type { Call } from '../frame/call.ts';
import type { RunContext } from '../frame/carrier.ts';
import type { FaultKind } from '../frame/fault-plan.ts';
import { acceptRequest } from './accept-request.ts';
import type { ThingspaceAccount } from './account.ts';
import { addDevices } from './add-devices.ts';
import { askedAction } from './asked-action.ts';
import { deleteCallback, listCallbacks, registerCallback } from './callback-registrations.ts';
import { deleteDevices } from './delete-devices.ts';
import { listDevices } from './list-devices.ts';
import { listPlans } from './list-plans.ts';
import { devicesNamedIn } from './named-devices.ts';
import type { AsyncOperation } from './read-async-call.ts';
import { requestStatus, requestStatusByBody } from './request-status.ts';
import { noSuchResource } from './thingspace-error.ts';
import type { ThingspaceState } from './thingspace-state.ts';

/** A recognised call of a session: its operation and what it does once the account is known. */
export interface SessionRoute {
  operation: string;
  /** The account that the path names; absent when the body names it. */
  accountName?: string;
  devices: readonly string[];
  ownFaults?: readonly FaultKind[];
  run: (account: ThingspaceAccount, context: RunContext) => Answer;
}

/** Fault kinds of the asynchronous calls. */
const asyncFaults: readonly FaultKind[] = [
  'callbackNever',
  'callbackTwice',
  'callbackFirst',
  'callbackOutOfOrder',
  'callbackFailed',
  'stuckPending',
  'rejectItem',
];

const asyncOperations: Readonly<Record<string, AsyncOperation>> = {
  'POST devices/actions/activate': 'activate',
  'POST devices/actions/suspend': 'suspend',
  'POST devices/actions/restore': 'restore',
  'POST devices/actions/deactivate': 'deactivate',
  'PUT devices/actions/plan': 'plan',
  'PUT devices/actions/customFields': 'customFields',
};

/** Finds the route of a path below `/m2m/v1`; `account` is the caller's, when it is known already. */
export function sessionRoute(
  state: ThingspaceState,
  account: ThingspaceAccount | undefined,
  call: Call,
  segments: readonly string[],
): SessionRoute {
  const operation = asyncOperations[`${call.method} ${segments.join('/')}`];
  if (operation !== undefined) return asyncRoute(state, account, call, operation);
  return (
    deviceRoute(state, call, segments) ??
    accountRoute(state, call, segments) ?? { operation: 'unknown', devices: [], run: noSuchResource }
  );
}

function asyncRoute(
  state: ThingspaceState,
  account: ThingspaceAccount | undefined,
  call: Call,
  operation: AsyncOperation,
): SessionRoute {
  const asked = account === undefined ? undefined : askedAction(state, account, operation, call.json);
  const devices =
    asked === undefined || 'refusal' in asked
      ? devicesNamedIn(call.json)
      : asked.targets.flatMap(({ device, deviceIds }) => device?.iccid ?? deviceIds.map(({ id }) => id));
  return {
    operation,
    devices,
    ownFaults: asyncFaults,
    run: (owner, context) => {
      const request = asked ?? askedAction(state, owner, operation, call.json);
      return 'refusal' in request ? request.refusal : acceptRequest(state, owner, request, context);
    },
  };
}

function deviceRoute(state: ThingspaceState, call: Call, segments: readonly string[]): SessionRoute | null {
  const devices = devicesNamedIn(call.json);
  switch (`${call.method} ${segments.join('/')}`) {
    case 'POST devices/actions/list':
      return { operation: 'list', devices, run: (account) => listDevices(state, account, call.json) };
    case 'POST devices/actions/add':
      return {
        operation: 'add',
        devices,
        ownFaults: ['rejectItem'],
        run: (account, { fault }) =>
          addDevices(
            state,
            account,
            call.json,
            (deviceIds) =>
              fault?.do === 'rejectItem' &&
              (fault.when.device === undefined || deviceIds.some(({ id }) => id === fault.when.device)),
          ),
      };
    case 'POST devices/actions/delete':
      return { operation: 'delete', devices, run: (account) => deleteDevices(state, account, call.json) };
    case 'POST devices/requests/status':
      return {
        operation: 'requestStatus',
        devices,
        run: (account) => requestStatusByBody(state, account, call.json),
      };
    default:
      return null;
  }
}

function accountRoute(state: ThingspaceState, call: Call, segments: readonly string[]): SessionRoute | null {
  const [head, accountName = '', , fourth = ''] = segments;
  const route = (operation: string, run: SessionRoute['run']): SessionRoute => ({
    operation,
    accountName,
    devices: [],
    run,
  });
  const rest = segments.slice(2).map((segment, at) => (at === 1 ? '*' : segment));
  switch (`${call.method} ${[head, '*', ...rest].join('/')}`) {
    case 'GET accounts/*/requests/*/status':
      return route('requestStatus', (account) => requestStatus(state, account, fourth));
    case 'GET plans/*':
      return route('plans', listPlans);
    case 'GET callbacks/*':
      return route('listCallbacks', (account) => listCallbacks(state, account));
    case 'POST callbacks/*':
      return route('registerCallback', (account) => registerCallback(state, account, call.json));
    case 'DELETE callbacks/*/name/*':
      return route('deleteCallback', (account) => deleteCallback(state, account, fourth));
    default:
      return null;
  }
}
