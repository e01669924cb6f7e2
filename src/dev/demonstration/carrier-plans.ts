import type { Integration } from '../../domain/integration.ts';

/** A carrier's rate plan. Names and prices are invented. */
export interface DemonstrationPlan {
  readonly code: string;
  /** At Jasper the carrier's own name of the plan: requests carry it. */
  readonly name: string;
  /** The carrier's number; at POND the package type. */
  readonly ratePlanId: number;
  readonly includedMb: number;
  readonly baseRate: number;
  /** Empty: every SIM type. */
  readonly allowedSimTypes: readonly string[];
  readonly retired: boolean;
}

const inUse = { allowedSimTypes: [], retired: false } as const;
const embedded = { allowedSimTypes: ['MFF2'], retired: false } as const;
const outOfSale = { allowedSimTypes: [], retired: true } as const;

/**
 * What both tenants buy from each carrier. The second and the third plan are the ones in use, and both are open to every
 * SIM type; beside them each carrier has one that is smaller or larger, one for embedded SIMs only and a retired one.
 */
export const CARRIER_PLANS: Readonly<Record<Integration, readonly DemonstrationPlan[]>> = {
  JASPER: [
    { code: 'JSP-PARK', name: 'Demo Park 1 MB', ratePlanId: 8101, includedMb: 1, baseRate: 0.25, ...inUse },
    { code: 'JSP-5MB', name: 'Demo 5 MB', ratePlanId: 8102, includedMb: 5, baseRate: 0.6, ...inUse },
    { code: 'JSP-50MB', name: 'Demo 50 MB', ratePlanId: 8103, includedMb: 50, baseRate: 1.4, ...inUse },
    { code: 'JSP-500MB', name: 'Demo 500 MB', ratePlanId: 8104, includedMb: 500, baseRate: 3.9, ...inUse },
    {
      code: 'JSP-EMBEDDED-100MB',
      name: 'Demo Embedded 100 MB',
      ratePlanId: 8105,
      includedMb: 100,
      baseRate: 1.9,
      ...embedded,
    },
    {
      code: 'JSP-LEGACY',
      name: 'Demo Legacy 2 MB',
      ratePlanId: 8106,
      includedMb: 2,
      baseRate: 0.1,
      ...outOfSale,
    },
  ],
  THINGSPACE: [
    { code: 'TSP-1MB', name: 'Demo Meter 1 MB', ratePlanId: 5201, includedMb: 1, baseRate: 0.4, ...inUse },
    { code: 'TSP-10MB', name: 'Demo Meter 10 MB', ratePlanId: 5202, includedMb: 10, baseRate: 0.9, ...inUse },
    {
      code: 'TSP-100MB',
      name: 'Demo Track 100 MB',
      ratePlanId: 5203,
      includedMb: 100,
      baseRate: 2.4,
      ...inUse,
    },
    { code: 'TSP-1GB', name: 'Demo Stream 1 GB', ratePlanId: 5204, includedMb: 1024, baseRate: 6, ...inUse },
    {
      code: 'TSP-EMBEDDED-50MB',
      name: 'Demo Embedded 50 MB',
      ratePlanId: 5205,
      includedMb: 50,
      baseRate: 1.6,
      ...embedded,
    },
    {
      code: 'TSP-LEGACY',
      name: 'Demo Legacy 3 MB',
      ratePlanId: 5206,
      includedMb: 3,
      baseRate: 0.3,
      ...outOfSale,
    },
  ],
  POND: [
    { code: 'PND-10MB', name: 'Demo 10 MB', ratePlanId: 41001, includedMb: 10, baseRate: 0.9, ...inUse },
    { code: 'PND-100MB', name: 'Demo 100 MB', ratePlanId: 41002, includedMb: 100, baseRate: 2.2, ...inUse },
    { code: 'PND-1GB', name: 'Demo 1 GB', ratePlanId: 41003, includedMb: 1024, baseRate: 5.5, ...inUse },
    {
      code: 'PND-EMBEDDED-1GB',
      name: 'Demo Embedded 1 GB',
      ratePlanId: 41004,
      includedMb: 1024,
      baseRate: 4.8,
      ...embedded,
    },
    {
      code: 'PND-LEGACY',
      name: 'Demo Legacy 5 MB',
      ratePlanId: 41005,
      includedMb: 5,
      baseRate: 0.5,
      ...outOfSale,
    },
  ],
  TELEGENCE: [
    { code: 'TLG20MB', name: 'Demo Mobile 20 MB', ratePlanId: 6401, includedMb: 20, baseRate: 1.1, ...inUse },
    {
      code: 'TLG200MB',
      name: 'Demo Mobile 200 MB',
      ratePlanId: 6402,
      includedMb: 200,
      baseRate: 2.9,
      ...inUse,
    },
    { code: 'TLG2GB', name: 'Demo Mobile 2 GB', ratePlanId: 6403, includedMb: 2048, baseRate: 7.5, ...inUse },
    {
      code: 'TLGEMB200MB',
      name: 'Demo Embedded 200 MB',
      ratePlanId: 6404,
      includedMb: 200,
      baseRate: 2.7,
      ...embedded,
    },
    { code: 'TLGOLD', name: 'Demo Old 50 MB', ratePlanId: 6405, includedMb: 50, baseRate: 2, ...outOfSale },
  ],
};
