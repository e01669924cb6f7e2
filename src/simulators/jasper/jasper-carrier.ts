import { decodeSegment, type Call } from '../frame/call.ts';
import type { Answer } from '../frame/answer.ts';
import type { Carrier, CarrierDefinition, ResolvedCall, RunContext } from '../frame/carrier.ts';
import type { FaultKind } from '../frame/fault-plan.ts';
import { noLimits } from '../frame/limits.ts';
import { jasperAccountSchema, type JasperAccount } from './account.ts';
import { createAuthentication, type Caller } from './authentication.ts';
import type { JasperDevice } from './device.ts';
import { deviceDetails, deviceUsage } from './device-view.ts';
import { applyDueEdits } from './due-edits.ts';
import { editDevice } from './edit-device.ts';
import { deviceNotFound, jasperCodes, jasperError, jasperFailures, wrongHost } from './jasper-error.ts';
import { createJasperRecords } from './jasper-records.ts';
import { createJasperState, type JasperState } from './jasper-state.ts';
import { searchDevices } from './search-devices.ts';

/** Jasper on the simulators' frame: 5 requests a second, one at a time, 50 devices a page. */
export const jasperCarrier: CarrierDefinition<JasperAccount> = {
  name: 'jasper',
  limits: { ...noLimits, requestsPerSecond: 5, concurrency: 1, pageSize: 50 },
  accountSchema: jasperAccountSchema,
  create: (frame, accounts) => {
    const state = createJasperState(frame, accounts);
    const authenticate = createAuthentication(accounts);
    return {
      resolve: (call) => resolve(state, authenticate(call), call),
      records: createJasperRecords(state),
      failures: jasperFailures,
      tick: (nowMs) => applyDueEdits(state, nowMs),
    } satisfies Carrier;
  },
};

type Operation = (account: JasperAccount, context: RunContext) => Answer;

interface Route {
  operation: string;
  devices: readonly string[];
  ownFaults?: readonly FaultKind[];
  run: Operation;
}

function resolve(state: JasperState, caller: Caller, call: Call): ResolvedCall {
  const version = /^\/rws\/api\/(v\d+)(\/.*)$/.exec(call.path);
  const account = caller.account?.account ?? null;
  if (version === null) return { operation: 'unknown', account, devices: [], run: wrongHost };
  const route = routeOf(state, call, version[1] ?? '', version[2] ?? '');
  return {
    ...route,
    account,
    run: (context) => {
      if (caller.refusal !== null || caller.account === undefined) return caller.refusal ?? wrongHost();
      return route.run(caller.account, context);
    },
  };
}

function routeOf(state: JasperState, call: Call, version: string, path: string): Route {
  const unknown = (run: () => Answer): Route => ({ operation: 'unknown', devices: [], run });
  if (version !== 'v1') {
    return unknown(() => jasperError(400, 'Invalid API version.', jasperCodes.invalidVersion));
  }
  const [, head, second, third, ...rest] = path.split('/').map(decodeSegment);
  if (rest.length > 0) return unknown(notFound);
  const route = `${call.method} ${head ?? ''}${second === undefined ? '' : '/*'}${third === undefined ? '' : `/${third}`}`;
  const onDevice = (operation: string, run: OnDevice): Route =>
    deviceRoute(state, operation, second ?? '', run);
  switch (route) {
    case 'GET devices':
      return {
        operation: 'searchDevices',
        devices: [],
        run: (account) => searchDevices(state, account, call.query),
      };
    case 'GET devices/*':
      return onDevice('getDevice', (device) => ({ status: 200, json: deviceDetails(device) }));
    case 'PUT devices/*':
      return { ...onDevice('editDevice', edit(state, call)), ownFaults: ['rejectItem'] };
    case 'GET devices/*/ctdUsages':
      return onDevice('getUsage', (device) => ({ status: 200, json: deviceUsage(device) }));
    case 'GET echo/*':
      return { operation: 'echo', devices: [], run: () => ({ status: 200, json: { echo: second } }) };
    default:
      return unknown(notFound);
  }
}

type OnDevice = (device: JasperDevice, account: JasperAccount, context: RunContext) => Answer;

/** Another account's device is not found, like one that does not exist. */
function deviceRoute(state: JasperState, operation: string, iccid: string, run: OnDevice): Route {
  return {
    operation,
    devices: [iccid],
    run: (account, context) => {
      const device = state.devices.get(iccid);
      return device?.account === account.account ? run(device, account, context) : deviceNotFound();
    },
  };
}

function edit(state: JasperState, call: Call): OnDevice {
  return (device, account, { seq, fault }) =>
    fault?.do === 'rejectItem' ? rejected(account) : editDevice(state, account, device, call.json, seq);
}

function notFound(): Answer {
  return jasperError(404, 'Resource not found.', jasperCodes.notFound);
}

function rejected(account: JasperAccount): Answer {
  const message = 'SYSTEM_ERROR - the edit of this SIM was rejected.';
  return jasperError(400, message, account.validationErrorCode);
}
