// What both tenants of the demonstration sell and buy. Names and prices are invented.

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

export const JASPER_PLANS: readonly DemonstrationPlan[] = [
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
    allowedSimTypes: ['MFF2'],
    retired: false,
  },
  {
    code: 'JSP-LEGACY',
    name: 'Demo Legacy 2 MB',
    ratePlanId: 8106,
    includedMb: 2,
    baseRate: 0.1,
    allowedSimTypes: [],
    retired: true,
  },
];

export const POND_PLANS: readonly DemonstrationPlan[] = [
  { code: 'PND-10MB', name: 'Demo 10 MB', ratePlanId: 41001, includedMb: 10, baseRate: 0.9, ...inUse },
  { code: 'PND-100MB', name: 'Demo 100 MB', ratePlanId: 41002, includedMb: 100, baseRate: 2.2, ...inUse },
  { code: 'PND-1GB', name: 'Demo 1 GB', ratePlanId: 41003, includedMb: 1024, baseRate: 5.5, ...inUse },
  {
    code: 'PND-EMBEDDED-1GB',
    name: 'Demo Embedded 1 GB',
    ratePlanId: 41004,
    includedMb: 1024,
    baseRate: 4.8,
    allowedSimTypes: ['MFF2'],
    retired: false,
  },
  {
    code: 'PND-LEGACY',
    name: 'Demo Legacy 5 MB',
    ratePlanId: 41005,
    includedMb: 5,
    baseRate: 0.5,
    allowedSimTypes: [],
    retired: true,
  },
];

export const COMMUNICATION_PLANS = [
  { name: 'Demo Data', allowedServices: ['data'], retired: false },
  { name: 'Demo Data and SMS', allowedServices: ['data', 'sms'], retired: false },
  { name: 'Demo Circuit Data', allowedServices: ['csd'], retired: true },
] as const;

export const CUSTOMER_RATE_PLANS = [
  { code: 'CUST-SMALL', name: 'Small meter', includedMb: 10, baseRate: 2.5, retired: false },
  { code: 'CUST-MEDIUM', name: 'Medium tracker', includedMb: 100, baseRate: 4.9, retired: false },
  { code: 'CUST-LARGE', name: 'Large gateway', includedMb: 1024, baseRate: 9.9, retired: false },
  { code: 'CUST-OLD', name: 'Old tariff', includedMb: 1, baseRate: 1, retired: true },
] as const;

export const CUSTOMER_RATE_POOLS = [
  { name: 'Shared 10 GB', includedMb: 10_240 },
  { name: 'Shared 100 GB', includedMb: 102_400 },
] as const;

/** What the simulated billing system sells. */
export const BILLING_CATALOGUE = {
  serviceTypes: [{ serviceTypeId: '12' }],
  products: [
    { productId: '31', description: 'Demo line', rate: 4.5 },
    { productId: '32', description: 'Demo static address', rate: 1.25 },
  ],
  packages: [{ packageId: '90', products: [{ productId: '31', description: 'Demo line', rate: 4 }] }],
} as const;
