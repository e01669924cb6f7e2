import type { DeviceStatus } from '../src/domain/device-status.ts';
import type { Integration } from '../src/domain/integration.ts';
import type { SimulatorName } from './simulators.ts';

export const ACCOUNTS = ['jasper', 'limited', 'pond', 'thingspace', 'telegence'] as const;

export type AccountName = (typeof ACCOUNTS)[number];

/** One account at a carrier, as the product and the simulator see it; all of it is invented. */
export interface BenchAccount {
  readonly integration: Integration;
  readonly simulator: SimulatorName;
  /** Below the simulator's address. */
  readonly path: string;
  readonly credentials: object;
  readonly settings: object;
  readonly plans: readonly BenchPlan[];
  readonly status: DeviceStatus;
  /** The account in the simulator's seed. */
  readonly carrierAccount: object;
  /** A device in the simulator's seed. */
  readonly carrierDevice: (iccid: string) => object;
}

export interface BenchPlan {
  readonly code: string;
  readonly name: string;
  readonly ratePlanId?: number;
}

const JASPER = {
  integration: 'JASPER',
  simulator: 'jasper',
  path: '/rws/api/v1',
  plans: [],
  status: 'active',
} as const;

const jasperAccount = (account: string): object => ({
  account,
  username: account,
  apiKey: 'bench-key',
  ratePlans: ['Small'],
  communicationPlans: ['Data'],
});

const jasperDevice = (account: string) => (iccid: string) => ({
  account,
  iccid,
  status: 'ACTIVATED',
  ratePlan: 'Small',
  communicationPlan: 'Data',
});

const THINGSPACE_ACCOUNT = '0000123456-00001';
const THINGSPACE_LOGIN = {
  appKey: 'bench-app',
  appSecret: 'bench-secret',
  username: 'bench-user',
  password: 'bench-password',
};

export const FLEET: { readonly [Name in AccountName]: BenchAccount } = {
  jasper: {
    ...JASPER,
    credentials: { username: 'bench', apiKey: 'bench-key' },
    settings: { requestsPerSecond: null, maxConcurrentRequests: 100 },
    carrierAccount: jasperAccount('bench'),
    carrierDevice: jasperDevice('bench'),
  },
  // With what the carrier permits an account: the settings are silent, so that the product's own defaults hold.
  limited: {
    ...JASPER,
    credentials: { username: 'limited', apiKey: 'bench-key' },
    settings: {},
    carrierAccount: jasperAccount('limited'),
    carrierDevice: jasperDevice('limited'),
  },
  pond: {
    integration: 'POND',
    simulator: 'pond',
    path: '/ds/u/distributorPPUService/v1',
    credentials: { apiKey: 'bench-key' },
    settings: { distributorId: 77, maxConcurrentRequests: 100 },
    plans: [
      { code: 'P1', name: 'Bench 4711', ratePlanId: 4711 },
      { code: 'P2', name: 'Bench 4712', ratePlanId: 4712 },
    ],
    status: 'active',
    carrierAccount: {
      account: 'bench',
      distributorId: 77,
      apiKey: 'bench-key',
      packageTypes: [4711, 4712].map((packageTypeId) => ({
        packageTypeId,
        name: `Bench ${String(packageTypeId)}`,
      })),
    },
    carrierDevice: (iccid) => ({
      account: 'bench',
      iccid,
      statusOfSim: 'In-Service',
      simDataServiceStatus: 'ENABLED',
      simVoiceServiceStatus: 'ENABLED',
      simSmsServiceStatus: 'ENABLED',
      packages: [{ packageTypeId: 4711, status: 'ACTIVE' }],
    }),
  },
  thingspace: {
    integration: 'THINGSPACE',
    simulator: 'thingspace',
    path: '/api',
    credentials: THINGSPACE_LOGIN,
    settings: { accountName: THINGSPACE_ACCOUNT, dailyActionsPerLine: 100, maxConcurrentRequests: 100 },
    plans: [],
    status: 'active',
    carrierAccount: {
      account: 'bench',
      accountName: THINGSPACE_ACCOUNT,
      ...THINGSPACE_LOGIN,
      servicePlans: [{ code: 'm2m4G', name: 'Small', sizeKb: 5_120 }],
    },
    carrierDevice: (iccid) => ({
      account: 'bench',
      iccid,
      imei: `35${iccid.slice(-12)}`,
      state: 'active',
      servicePlan: 'm2m4G',
    }),
  },
  telegence: {
    integration: 'TELEGENCE',
    simulator: 'telegence',
    path: '',
    credentials: { appId: 'bench-app', appSecret: 'bench-secret' },
    settings: { billingAccountNumber: '100000000001', maxConcurrentRequests: 100 },
    plans: [{ code: 'SMALL', name: 'Small' }],
    status: 'inventory',
    carrierAccount: {
      account: 'bench',
      appId: 'bench-app',
      appSecret: 'bench-secret',
      billingAccountNumber: '100000000001',
      singleUserCodes: [{ code: 'SMALL', description: 'Small' }],
    },
    carrierDevice: (iccid) => ({ account: 'bench', iccid, imei: `35${iccid.slice(-13)}` }),
  },
};

/** Each account has numbers of its own, since a simulator tells SIMs apart by their number alone. */
export function benchIccid(account: AccountName, index: number): string {
  return `89017${String(ACCOUNTS.indexOf(account))}${String(index).padStart(14, '0')}`;
}
