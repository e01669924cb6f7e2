import type { Answer } from '../frame/answer.ts';
import type { Call } from '../frame/call.ts';
import type { RunContext } from '../frame/carrier.ts';
import type { FaultKind } from '../frame/fault-plan.ts';
import type { PondAccount } from './account.ts';
import { addPackage } from './add-package.ts';
import { listEnvelope } from './list-envelope.ts';
import { listPackages } from './list-packages.ts';
import type { PondPackage } from './package.ts';
import { pondError } from './pond-error.ts';
import { packageTypeOf, type PondState } from './pond-state.ts';
import { purgeSim } from './purge-sim.ts';
import { searchSims } from './search-sims.ts';
import { setPackageStatus } from './set-package-status.ts';
import { setSimStatus } from './set-sim-status.ts';
import type { PondSim } from './sim.ts';
import { simInfo, simStatus } from './sim-view.ts';

/** A recognised path: its operation and what it does once the caller is known. */
export interface PondRoute {
  operation: string;
  devices: readonly string[];
  ownFaults?: readonly FaultKind[];
  run: (account: PondAccount, context: RunContext) => Answer;
}

/** Finds the route of the path after the distributor. */
export function routeOf(state: PondState, call: Call, segments: readonly string[]): PondRoute {
  const [head, id, ...rest] = segments;
  const route = `${call.method} ${[head, '*', ...rest].join('/')}`;
  return (
    simRoute(state, call, route, id ?? '') ??
    packageRoute(state, call, route, id ?? '') ??
    typeRoute(state, call, route, id ?? '') ??
    searchRoute(state, call, segments) ?? {
      operation: 'unknown',
      devices: [],
      run: () => pondError(404, 'No such path'),
    }
  );
}

function simRoute(state: PondState, call: Call, route: string, iccid: string): PondRoute | null {
  const onSim = (operation: string, run: OnSim): PondRoute => ({
    operation,
    devices: [iccid],
    run: (account, context) => {
      const sim = state.sims.get(iccid);
      return sim?.account === account.account ? run(sim, account, context) : pondError(404, 'No such SIM');
    },
  });
  switch (route) {
    case 'GET sim/*':
    case 'GET sim/*/info':
      return onSim('getSim', (sim) => ({ status: 200, json: simInfo(sim) }));
    case 'GET sim/*/status':
      return onSim('getStatus', (sim) => ({ status: 200, json: simStatus(sim) }));
    case 'POST sim/*/status':
      return rejectable(onSim('setStatus', (sim, _, { seq }) => setSimStatus(state, sim, call.json, seq)));
    case 'POST sim/*/addPackage':
      return rejectable(
        onSim('addPackage', (sim, account, { seq }) => addPackage(state, account, sim, call.json, seq)),
      );
    case 'GET sim/*/package/infos':
      return onSim('listPackages', (sim, account) =>
        listPackages(
          state.packages.find(sim.iccid),
          call.query,
          state.frame.limitsOf(account.account).pageSize,
        ),
      );
    case 'DELETE sim/*/purge':
      return onSim('purgeSim', (sim, _, { seq }) => purgeSim(state, sim, seq));
    default:
      return null;
  }
}

type OnSim = (sim: PondSim, account: PondAccount, context: RunContext) => Answer;

function packageRoute(state: PondState, call: Call, route: string, packageId: string): PondRoute | null {
  const held = state.packages.get(packageId);
  const onPackage = (operation: string, run: OnPackage): PondRoute => ({
    operation,
    devices: held === undefined ? [] : [held.simIccid],
    run: (account, context) => {
      const owner = held === undefined ? undefined : state.sims.get(held.simIccid)?.account;
      if (held === undefined || owner !== account.account) return pondError(404, 'No such package');
      return run(held, context);
    },
  });
  switch (route) {
    case 'GET package/*/info':
      return onPackage('getPackage', (entry) => ({ status: 200, json: entry }));
    case 'POST package/*/status':
      return rejectable(
        onPackage('setPackageStatus', (entry, { seq }) => setPackageStatus(state, entry, call.json, seq)),
      );
    default:
      return null;
  }
}

type OnPackage = (held: PondPackage, context: RunContext) => Answer;

function typeRoute(state: PondState, call: Call, route: string, id: string): PondRoute | null {
  switch (route) {
    case 'GET packageType/*':
      return {
        operation: 'getPackageType',
        devices: [],
        run: (account) => {
          const type = packageTypeOf(account, Number(id));
          return type === undefined ? pondError(404, 'No such package type') : { status: 200, json: type };
        },
      };
    case 'GET inventory/*/packageTypes':
      return {
        operation: 'listPackageTypes',
        devices: [],
        run: (account) => {
          if (String(account.inventoryId) !== id) return pondError(404, 'No such inventory');
          return listEnvelope(
            account.packageTypes,
            call.query,
            state.frame.limitsOf(account.account).pageSize,
          );
        },
      };
    default:
      return null;
  }
}

function searchRoute(state: PondState, call: Call, segments: readonly string[]): PondRoute | null {
  if (`${call.method} ${segments.join('/')}` !== 'GET search/sim') return null;
  return {
    operation: 'searchSims',
    devices: [],
    run: ({ account }) => {
      const sims = [...state.sims.values()].filter((sim) => sim.account === account);
      return searchSims(sims, call.query, state.frame.limitsOf(account).pageSize);
    },
  };
}

/** A write that the carrier can be told to reject for its SIM. */
function rejectable(route: PondRoute): PondRoute {
  return {
    ...route,
    ownFaults: ['rejectItem'],
    run: (account, context) =>
      context.fault?.do === 'rejectItem'
        ? pondError(400, 'The request was rejected for this SIM')
        : route.run(account, context),
  };
}
