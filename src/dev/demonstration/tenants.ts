import type { DeviceStatus } from '../../domain/device-status.ts';
import type { Integration } from '../../domain/integration.ts';
import { demonstrationId } from './demonstration-id.ts';

export interface DemonstrationCustomer {
  readonly name: string;
  /** The billing system's id; null for a customer that is not billed there. */
  readonly revCustomerId: string | null;
  readonly sites: readonly string[];
}

/** How many SIMs of each status a carrier's account has; `archived` ones were active. */
export type FleetSize = Readonly<Partial<Record<DeviceStatus, number>>> & {
  readonly active: number;
  readonly archived: number;
  /** How many of the active ones have a line at the billing system already. */
  readonly billed: number;
};

export interface DemonstrationTenant {
  readonly id: string;
  /** Names its accounts at the simulators, and its users' domain. */
  readonly key: string;
  readonly name: string;
  /** Where its SIMs begin among all SIMs of the demonstration. */
  readonly firstLine: number;
  readonly fleets: Readonly<Record<Integration, FleetSize>>;
  /** The first is the one with the lines that exist already. */
  readonly customers: readonly DemonstrationCustomer[];
  /** What the carriers call its accounts. */
  readonly accounts: {
    readonly jasperAccountId: string;
    readonly thingspaceAccountName: string;
    readonly pondDistributorId: number;
    readonly telegenceBillingAccount: string;
  };
}

export const MILLPOND_DEMO: DemonstrationTenant = {
  id: demonstrationId('tenant millpond-demo'),
  key: 'millpond-demo',
  name: 'Millpond Demo',
  firstLine: 100_000,
  fleets: {
    JASPER: {
      active: 1_660,
      inventory: 640,
      pending_activation: 20,
      suspended: 120,
      deactivated: 90,
      retired: 20,
      archived: 50,
      billed: 12,
    },
    THINGSPACE: {
      active: 1_660,
      inventory: 900,
      pending_activation: 120,
      suspended: 120,
      deactivated: 90,
      archived: 50,
      billed: 12,
    },
    POND: {
      active: 1_660,
      inventory: 640,
      suspended: 120,
      deactivated: 90,
      terminated: 20,
      archived: 50,
      billed: 12,
    },
    TELEGENCE: {
      active: 1_660,
      inventory: 900,
      suspended: 120,
      deactivated: 90,
      archived: 50,
      billed: 12,
    },
  },
  customers: [
    { name: 'Alder Metering', revCustomerId: '7001', sites: ['Alder North', 'Alder South'] },
    { name: 'Birch Logistics', revCustomerId: '7002', sites: ['Birch Depot', 'Birch Harbour'] },
    { name: 'Cedar Parking', revCustomerId: '7003', sites: ['Cedar Garage'] },
    { name: 'Dogwood Farms', revCustomerId: null, sites: ['Dogwood Barn', 'Dogwood Field'] },
    { name: 'Elm Vending', revCustomerId: null, sites: ['Elm Arcade'] },
  ],
  accounts: {
    jasperAccountId: '100000501',
    thingspaceAccountName: '0000100501-00001',
    pondDistributorId: 501,
    telegenceBillingAccount: '100000000501',
  },
};

const smallFleet = {
  active: 130,
  inventory: 50,
  suspended: 8,
  deactivated: 6,
  archived: 6,
  billed: 2,
} as const;

export const OTHER_RESELLER: DemonstrationTenant = {
  id: demonstrationId('tenant other-reseller'),
  key: 'other-reseller',
  name: 'Other Reseller',
  firstLine: 200_000,
  fleets: {
    JASPER: smallFleet,
    THINGSPACE: { ...smallFleet, pending_activation: 10 },
    POND: smallFleet,
    TELEGENCE: smallFleet,
  },
  customers: [
    // The same id as at the first tenant: an id of the billing system means nothing without its tenant.
    { name: 'Maple Kiosks', revCustomerId: '7001', sites: ['Maple Square'] },
    { name: 'Oak Lighting', revCustomerId: null, sites: ['Oak Avenue'] },
  ],
  accounts: {
    jasperAccountId: '100000502',
    thingspaceAccountName: '0000100502-00001',
    pondDistributorId: 502,
    telegenceBillingAccount: '100000000502',
  },
};

export const DEMONSTRATION_TENANTS: readonly DemonstrationTenant[] = [MILLPOND_DEMO, OTHER_RESELLER];
