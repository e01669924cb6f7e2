import type { RequestedStatus } from '../../src/domain/change-request.ts';
import type { SceneOptions } from '../workflows/scene.ts';
import { REQUEST_TIMEOUT_MS } from './faults.ts';
import type { Operation, Scenario, Truth } from './scenario.ts';

const PATIENCE = { requestTimeoutMs: REQUEST_TIMEOUT_MS, maxConcurrentRequests: 50 };
const CONFIRMATION = { firstPollSeconds: 0.2, slowestPollSeconds: 0.5, deadlineSeconds: 3 };
const ASKED_ONCE = { confirmation: { firstPollSeconds: 2, slowestPollSeconds: 2, deadlineSeconds: 2 } };

const SUSPEND: RequestedStatus = { changeType: 'statusupdate', targetStatus: 'suspended' };
const ACTIVATE: RequestedStatus = {
  changeType: 'statusupdate',
  targetStatus: 'active',
  mdnZipCode: '75001',
};
const STATUS_UPDATE = 'Update Device Status: ';
const PLAN_CHANGE = 'Change Carrier Rate Plan: ';

/** Some members of a record as one word. */
const words =
  (...names: readonly string[]) =>
  (truth: Truth): string =>
    names.map((name) => (typeof truth?.[name] === 'string' ? truth[name] : 'none')).join(' ');

const readBack = (name: string, said: string, after: string, more: Partial<Operation> = {}): Operation => ({
  name,
  said: [said],
  role: 'readBack',
  after,
  ...more,
});

const jasperOptions: SceneOptions = { jasperSettings: { ...PATIENCE, requestsPerSecond: 500 } };
const jasper = {
  carrier: 'jasper',
  at: 'jasper',
  options: jasperOptions,
  status: 'active',
  stateOf: words('status', 'ratePlan'),
  before: 'ACTIVATED Small',
} as const;
const editDevice = (said: string): Operation => ({
  ...{ name: 'editDevice', said: [said], role: 'write', own: ['rejectItem'] },
});

const JASPER: readonly Scenario[] = [
  {
    ...jasper,
    name: 'jasper statusupdate to suspended',
    change: () => SUSPEND,
    operations: [editDevice('Set Status'), readBack('getDevice', 'Get Device', 'editDevice')],
    target: 'DEACTIVATED Small',
    effects: ['status'],
    local: { before: 'active SMALL', target: 'suspended SMALL' },
    prefix: `${STATUS_UPDATE}Jasper `,
  },
  {
    ...jasper,
    name: 'jasper statusupdate to deactivated',
    isVariation: true,
    change: () => ({ changeType: 'statusupdate', targetStatus: 'deactivated' }),
    operations: [
      editDevice('Change Rate Plan'),
      { ...editDevice('Set Status'), nth: 2 },
      readBack('getDevice', 'Get Device', 'editDevice'),
    ],
    target: 'DEACTIVATED Large',
    half: { code: null, names: () => ['active LARGE'] },
    effects: ['ratePlan', 'status'],
    local: { before: 'active SMALL', target: 'deactivated LARGE' },
    prefix: `${STATUS_UPDATE}Jasper `,
  },
  {
    ...jasper,
    name: 'jasper carrierrateplanchange',
    change: () => ({ changeType: 'carrierrateplanchange', carrierRatePlan: 'LARGE' }),
    operations: [editDevice('Change Rate Plan'), readBack('getDevice', 'Get Device', 'editDevice')],
    target: 'ACTIVATED Large',
    effects: ['ratePlan'],
    local: { before: 'active SMALL', target: 'active LARGE' },
    prefix: `${PLAN_CHANGE}Jasper `,
  },
];

/** The packages that are charged, such as `4711 ACTIVE`. */
function livePackages(truth: Truth): string[] {
  const packages = (truth?.['packages'] ?? []) as readonly Readonly<Record<string, unknown>>[];
  return packages
    .filter((each) => each['status'] !== 'TERMINATED')
    .map((each) => `${String(each['packageTypeId'])} ${String(each['status'])}`)
    .sort();
}

const POND_ORDERS = ['terminate_first', 'create_first'] as const;

const POND: readonly Scenario[] = [
  {
    ...{ name: 'pond statusupdate to suspended', carrier: 'pond', at: 'pond', status: 'active' },
    change: () => SUSPEND,
    options: { pondSettings: PATIENCE },
    operations: [
      { name: 'setStatus', said: ['Set Status'], role: 'write', own: ['rejectItem'] },
      readBack('getStatus', 'Get Status', 'setStatus'),
    ],
    stateOf: words('simDataServiceStatus', 'simVoiceServiceStatus', 'simSmsServiceStatus'),
    before: 'ENABLED ENABLED ENABLED',
    target: 'DISABLED DISABLED DISABLED',
    effects: ['status'],
    local: { before: 'active P5', target: 'suspended P5' },
    prefix: `${STATUS_UPDATE}POND `,
  },
  ...POND_ORDERS.map((packageChangeOrder): Scenario => {
    const setPackageStatus: Operation = {
      ...{ name: 'setPackageStatus', said: ['Terminate Package', 'Activate Package'], role: 'write' },
      own: ['rejectItem'],
    };
    return {
      ...{ name: `pond carrierrateplanchange, ${packageChangeOrder}`, carrier: 'pond', at: 'pond' },
      status: 'active',
      change: () => ({ changeType: 'carrierrateplanchange', carrierRatePlan: 'P10' }),
      options: { pondSettings: { ...PATIENCE, packageChangeOrder } },
      operations: [
        { name: 'listPackages', said: ['List Packages'], role: 'ask' },
        { name: 'addPackage', said: ['Add Package'], role: 'write', own: ['rejectItem'] },
        setPackageStatus,
        { ...setPackageStatus, nth: 2 },
        readBack('listPackages', 'List Packages', 'addPackage', { nth: 2 }),
        readBack('getPackage', 'Get Package', 'setPackageStatus'),
      ],
      stateOf: (truth) => livePackages(truth).join(', '),
      before: '4711 ACTIVE',
      target: '4712 ACTIVE',
      half: { code: 'pond.half_applied', names: livePackages },
      effects: ['packageAdded', 'packageStatus', 'packageStatus'],
      compensates: true,
      ...(packageChangeOrder === 'create_first' ? { isVariation: true } : {}),
      local: { before: 'active P5', target: 'active P10' },
      prefix: `${PLAN_CHANGE}POND `,
    };
  }),
];

const SESSION_ENDS = ['sessionExpired', 'sessionExpiredAtGateway'] as const;
const ACCEPTED_LATER = [
  ...SESSION_ENDS,
  ...(['rejectItem', 'stuckPending', 'callbackNever', 'callbackTwice', 'callbackFirst'] as const),
  ...(['callbackOutOfOrder', 'callbackFailed'] as const),
] as const;

const thingspace = {
  carrier: 'thingspace',
  at: 'thingspace',
  status: 'active',
  options: { thingspaceSettings: { ...PATIENCE, confirmation: CONFIRMATION } },
  stateOf: words('status', 'servicePlan'),
  before: 'active m2m4G',
  askedOnce: ASKED_ONCE,
} as const;
const thingspaceWrite = (name: string, said: string): Operation => ({
  ...{ name, said: [said], role: 'write', own: ACCEPTED_LATER },
});
const list = (after: string) => readBack('list', 'Get Device', after, { own: SESSION_ENDS });
const requestStatus: Operation = {
  ...{ name: 'requestStatus', said: ['Get Request Status'], role: 'ask', accountWide: true },
  own: SESSION_ENDS,
};

const THINGSPACE: readonly Scenario[] = [
  {
    ...thingspace,
    name: 'thingspace statusupdate to suspended',
    change: () => SUSPEND,
    operations: [
      { name: 'token', said: ['Get Access Token'], role: 'session', accountWide: true },
      { name: 'login', said: ['Log In'], role: 'session', accountWide: true },
      ...[thingspaceWrite('suspend', 'Suspend'), list('suspend'), requestStatus],
    ],
    target: 'suspend m2m4G',
    effects: ['status'],
    local: { before: 'active m2m4G', target: 'suspended m2m4G' },
    prefix: `${STATUS_UPDATE}ThingSpace `,
  },
  {
    ...thingspace,
    name: 'thingspace carrierrateplanchange',
    change: () => ({ changeType: 'carrierrateplanchange', carrierRatePlan: 'm2m10' }),
    operations: [thingspaceWrite('plan', 'Change Service Plan'), list('plan'), requestStatus],
    target: 'active m2m10',
    effects: ['ratePlan'],
    local: { before: 'active m2m4G', target: 'active m2m10' },
    prefix: `${PLAN_CHANGE}ThingSpace `,
    watchesAfterLoss: true,
  },
  {
    ...thingspace,
    name: 'thingspace statusupdate to active',
    status: 'pending_activation',
    change: () => ({ ...ACTIVATE, carrierRatePlan: 'm2m10' }),
    operations: [thingspaceWrite('activate', 'Activate'), list('activate'), requestStatus],
    before: 'pre-active none',
    target: 'active m2m10',
    effects: ['activation'],
    local: { before: 'pending_activation m2m4G', target: 'active m2m10' },
    prefix: `${STATUS_UPDATE}ThingSpace `,
  },
];

const telegence = {
  carrier: 'telegence',
  at: 'telegence',
  status: 'active',
  options: {
    telegenceSettings: {
      ...{ ...PATIENCE, gatherMs: 10, confirmation: CONFIRMATION },
      // One SIM a request, so that the fault of one is nobody else's.
      activation: { maxPerRequest: 1 },
    },
  },
  stateOf: words('status', 'singleUserCode', 'ipAddress'),
  before: 'A SMALL none',
  askedOnce: ASKED_ONCE,
} as const;
const updateLine = (said: string): Operation => ({
  ...{ name: 'updateLine', said: [said], role: 'write', own: ['rejectItem'] },
});
const getLine = readBack('getLine', 'Get Line', 'updateLine');

const staticIp = {
  ...{ pdpName: 'static', accessPointName: 'static.apn' },
  ...{ lteIndicator: true, defaultApnIndicator: false },
};
const activation = { ...telegence, status: 'inventory', before: 'none none none' } as const;

const TELEGENCE: readonly Scenario[] = [
  {
    ...telegence,
    name: 'telegence statusupdate to suspended',
    change: () => SUSPEND,
    operations: [updateLine('Update Status'), getLine],
    target: 'S SMALL none',
    effects: ['status'],
    local: { before: 'active SMALL', target: 'suspended SMALL' },
    prefix: `${STATUS_UPDATE}Telegence `,
  },
  {
    ...telegence,
    name: 'telegence statusupdate to active again',
    isVariation: true,
    status: 'suspended',
    change: () => ({ changeType: 'statusupdate', targetStatus: 'active' }),
    operations: [updateLine('Update Status'), getLine],
    before: 'S SMALL none',
    target: 'A SMALL none',
    effects: ['status'],
    local: { before: 'suspended SMALL', target: 'active SMALL' },
    prefix: `${STATUS_UPDATE}Telegence `,
  },
  {
    ...telegence,
    name: 'telegence carrierrateplanchange',
    change: () => ({ changeType: 'carrierrateplanchange', carrierRatePlan: 'LARGE' }),
    operations: [updateLine('Change Rate Plan'), getLine],
    target: 'A LARGE none',
    effects: ['ratePlan'],
    local: { before: 'active SMALL', target: 'active LARGE' },
    prefix: `${PLAN_CHANGE}Telegence `,
  },
  {
    ...activation,
    name: 'telegence statusupdate to active',
    change: () => ({ ...ACTIVATE, carrierRatePlan: 'LARGE' }),
    operations: [
      { name: 'activate', said: ['Activate'], role: 'write', own: ['rejectItem', 'stuckPending'] },
      { name: 'activationStatus', said: ['Activation Status'], role: 'ask', own: ['stuckPending'] },
      // A search reads the lines of the whole account, so that these faults concern everybody there.
      { name: 'getLine', said: ['Get Line'], role: 'ask', accountWide: true },
      readBack('listDevices', 'List Devices', 'activate', { accountWide: true }),
    ],
    target: 'A LARGE none',
    effects: ['activation'],
    local: { before: 'inventory SMALL', target: 'active LARGE' },
    prefix: `${STATUS_UPDATE}Telegence `,
  },
  {
    ...activation,
    name: 'telegence statusupdate to active with a static address',
    isVariation: true,
    change: () => ({ ...ACTIVATE, carrierRatePlan: 'LARGE', staticIp }),
    operations: [
      {
        ...{ name: 'requestAddresses', said: ['Request Addresses'], role: 'ask', accountWide: true },
        own: ['fewerAddresses'],
      },
      // The profile has few addresses, so that each device has a carrier of its own.
      {
        ...{ name: 'submitAddresses', said: ['Submit Addresses'], role: 'write', accountWide: true },
        own: ['rejectItem', 'stuckPending'],
      },
      {
        ...{ name: 'addressStatus', said: ['Address Status'], role: 'ask', accountWide: true },
        own: ['stuckPending'],
      },
    ],
    stateOf: (truth) => words('status', 'singleUserCode', 'ipAddress')(truth).replace(/10[.\d]+/, 'address'),
    target: 'A LARGE address',
    half: { code: 'telegence.half_applied', names: (truth) => [words('subscriberNumber')(truth)] },
    effects: ['activation', 'ipProvisioned'],
    local: { before: 'inventory SMALL', target: 'active LARGE' },
    prefix: `${STATUS_UPDATE}Telegence `,
  },
];

/** The changes that a carrier is called for. */
export const CARRIER_SCENARIOS: readonly Scenario[] = [...JASPER, ...POND, ...THINGSPACE, ...TELEGENCE];
