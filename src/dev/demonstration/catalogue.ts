// What both tenants of the demonstration sell, and what goes with it. Names and prices are invented.

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
