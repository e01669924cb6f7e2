import { describe } from 'vitest';
import type { PondCarrier } from '../../../src/carriers/carrier-port.ts';
import type { Sandbox } from '../../simulators/running-simulators.ts';
import { iccid, pondSandbox } from '../../simulators/running-simulators.ts';
import { CARRIER_CODES, itSurvivesEveryFault, type FaultyOperation } from '../outside-faults.ts';
import { recordedCall, type RecordedCall } from '../recorded-call.ts';
import { pondAt } from './pond-at-sandbox.ts';

type Run = (carrier: PondCarrier, call: RecordedCall, packageId: string) => Promise<unknown>;

/** SIM 1 has one package, which is not active yet. */
async function prepare(
  run: Run,
): Promise<{ sandbox: Sandbox; run: (call: RecordedCall) => Promise<unknown> }> {
  const sandbox = await pondSandbox();
  const packages = [{ packageTypeId: 4711, status: 'NOT_ACTIVE' }];
  await sandbox.admin('POST', 'devices', [{ account: 'pond-77', iccid: iccid(1), ...inService, packages }]);
  const carrier = pondAt(sandbox);
  const [first] = await carrier.listPackages(iccid(1), recordedCall());
  return { sandbox, run: (call) => run(carrier, call, first?.packageId ?? '') };
}

const inService = {
  simDataServiceStatus: 'ENABLED',
  simVoiceServiceStatus: 'ENABLED',
  simSmsServiceStatus: 'ENABLED',
  statusOfSim: 'In-Service',
};

const onPackage = { ...CARRIER_CODES, 'not found': 'carrier.rejected' } as const;

const OPERATIONS: Readonly<Record<string, Omit<FaultyOperation, 'prepare'> & { readonly run: Run }>> = {
  'Set Status': {
    operation: 'setStatus',
    write: true,
    codes: CARRIER_CODES,
    run: (carrier, call) =>
      carrier.changeStatus({ identifier: iccid(1), target: 'deactivated', reasonCode: null }, call),
  },
  'Add Package': {
    operation: 'addPackage',
    write: true,
    codes: CARRIER_CODES,
    run: (carrier, call, packageId) =>
      carrier.addPackage({ identifier: iccid(1), packageTypeId: 4711, knownPackageIds: [packageId] }, call),
  },
  'Activate Package': {
    operation: 'setPackageStatus',
    write: true,
    codes: onPackage,
    run: (carrier, call, packageId) => carrier.activatePackage(packageId, call),
  },
  'Terminate Package': {
    operation: 'setPackageStatus',
    write: true,
    codes: onPackage,
    run: (carrier, call, packageId) => carrier.terminatePackage(packageId, call),
  },
  'Get Status': {
    operation: 'getStatus',
    write: false,
    codes: CARRIER_CODES,
    run: (carrier, call) => carrier.readDevice(iccid(1), call),
  },
  'List Packages': {
    operation: 'listPackages',
    write: false,
    codes: CARRIER_CODES,
    run: (carrier, call) => carrier.listPackages(iccid(1), call),
  },
};

describe.each(Object.entries(OPERATIONS))('%s', (_name, { run, ...operation }) => {
  itSurvivesEveryFault({ ...operation, prepare: () => prepare(run) });
});
