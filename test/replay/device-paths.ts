import type { RequestedChange, RequestedCustomerAssignment } from '../../src/domain/change-request.ts';
import type { Carrier, SceneOptions } from '../workflows/scene.ts';

export const SUSPEND: RequestedChange = { changeType: 'statusupdate', targetStatus: 'suspended' };
const DEACTIVATE: RequestedChange = { changeType: 'statusupdate', targetStatus: 'deactivated' };
export const PLAN: RequestedChange = { changeType: 'carrierrateplanchange', carrierRatePlan: 'LARGE' };
const PACKAGE: RequestedChange = { changeType: 'carrierrateplanchange', carrierRatePlan: 'P10' };
export const ALLOCATION: RequestedChange = {
  changeType: 'customerrateplanchange',
  customerDataAllocationMB: 5,
};
const REV: RequestedCustomerAssignment = {
  changeType: 'customerassignment',
  revCustomerId: '7001',
  createRevService: true,
  revProducts: [{ productId: '31', rate: 4.5 }],
  useCarrierActivation: true,
  prorate: false,
};

export const REFUSED = { do: 'http', status: 400 };
const create = { pondSettings: { packageChangeOrder: 'create_first' } };

export interface DevicePath {
  readonly path: string;
  readonly carrier: Carrier;
  readonly change: RequestedChange;
  readonly options?: SceneOptions;
  readonly faults?: { readonly at: Carrier | 'revio'; readonly rules: readonly object[] };
  /** ThingSpace tells by callback. */
  readonly isTold?: boolean;
}

function pondRefuses(operation: string, ...turns: number[]): Required<Pick<DevicePath, 'faults'>>['faults'] {
  return { at: 'pond', rules: turns.map((nth) => ({ when: { operation, nth }, ...REFUSED })) };
}

const ACTIVATE: RequestedChange = {
  changeType: 'statusupdate',
  targetStatus: 'active',
  carrierRatePlan: 'LARGE',
  mdnZipCode: '75001',
};
const WITH_ADDRESS: RequestedChange = {
  ...ACTIVATE,
  staticIp: { pdpName: 'static', accessPointName: '', lteIndicator: true, defaultApnIndicator: false },
};
const inventory = { status: 'inventory' } as const;
const confirmation = { firstPollSeconds: 0.2, slowestPollSeconds: 0.5, deadlineSeconds: 1 };

/** What a carrier confirms later, with each way of finding out. */
export const CONFIRMED_PATHS: readonly DevicePath[] = [
  { path: 'device-thingspace-told', carrier: 'thingspace', change: SUSPEND, isTold: true },
  { path: 'device-thingspace-asked', carrier: 'thingspace', change: SUSPEND },
  {
    path: 'device-thingspace-plan',
    carrier: 'thingspace',
    change: { changeType: 'carrierrateplanchange', carrierRatePlan: 'm2m10' },
  },
  {
    path: 'device-thingspace-in-place',
    carrier: 'thingspace',
    change: { changeType: 'statusupdate', targetStatus: 'active' },
  },
  {
    path: 'device-thingspace-failed',
    carrier: 'thingspace',
    change: SUSPEND,
    isTold: true,
    faults: { at: 'thingspace', rules: [{ when: { operation: 'suspend' }, do: 'callbackFailed' }] },
  },
  {
    path: 'device-thingspace-unconfirmed',
    carrier: 'thingspace',
    change: SUSPEND,
    options: { thingspaceSettings: { confirmation } },
    faults: { at: 'thingspace', rules: [{ when: { operation: 'suspend' }, do: 'stuckPending' }] },
  },
  { path: 'device-telegence-activation', carrier: 'telegence', change: ACTIVATE, options: inventory },
  {
    path: 'device-telegence-restored',
    carrier: 'telegence',
    change: ACTIVATE,
    options: { status: 'suspended' },
  },
  {
    path: 'device-telegence-rejected',
    carrier: 'telegence',
    change: ACTIVATE,
    options: inventory,
    faults: { at: 'telegence', rules: [{ when: { operation: 'activate' }, do: 'rejectItem' }] },
  },
  { path: 'device-telegence-address', carrier: 'telegence', change: WITH_ADDRESS, options: inventory },
  {
    path: 'device-telegence-half-applied',
    carrier: 'telegence',
    change: WITH_ADDRESS,
    options: inventory,
    faults: { at: 'telegence', rules: [{ when: { operation: 'submitAddresses' }, do: 'rejectItem' }] },
  },
];

/** Every recipe, with success and with each way of failing that takes other steps. */
export const DEVICE_PATHS: readonly DevicePath[] = [
  { path: 'device-status', carrier: 'jasper', change: SUSPEND },
  {
    path: 'device-status-refused',
    carrier: 'jasper',
    change: SUSPEND,
    faults: { at: 'jasper', rules: [REFUSED] },
  },
  {
    path: 'device-status-second-try',
    carrier: 'pond',
    change: SUSPEND,
    faults: { at: 'pond', rules: [{ do: 'applyThenDrop', times: 1 }] },
  },
  { path: 'device-deactivation', carrier: 'jasper', change: DEACTIVATE },
  {
    path: 'device-deactivation-refused-after-move',
    carrier: 'jasper',
    change: DEACTIVATE,
    faults: { at: 'jasper', rules: [{ when: { nth: 2 }, ...REFUSED }] },
  },
  { path: 'device-rate-plan', carrier: 'jasper', change: PLAN },
  { path: 'device-package-terminate-first', carrier: 'pond', change: PACKAGE },
  { path: 'device-package-create-first', carrier: 'pond', change: PACKAGE, options: create },
  {
    path: 'device-package-in-place',
    carrier: 'pond',
    change: PACKAGE,
    options: { packages: [{ packageTypeId: 4712 }] },
  },
  {
    path: 'device-package-terminate-first-compensated',
    carrier: 'pond',
    change: PACKAGE,
    faults: pondRefuses('addPackage', 1),
  },
  {
    path: 'device-package-create-first-compensated',
    carrier: 'pond',
    change: PACKAGE,
    options: create,
    faults: pondRefuses('setPackageStatus', 1),
  },
  {
    path: 'device-package-half-applied',
    carrier: 'pond',
    change: PACKAGE,
    faults: pondRefuses('addPackage', 1, 2),
  },
  { path: 'device-rev-service', carrier: 'jasper', change: REV },
  {
    path: 'device-rev-service-half-applied',
    carrier: 'jasper',
    change: REV,
    faults: { at: 'revio', rules: [{ when: { operation: 'createProduct' }, ...REFUSED }] },
  },
  { path: 'device-database', carrier: 'jasper', change: ALLOCATION },
];
