import type { BillingServiceOrder } from '../../src/billing/billing-port.ts';

/** A line that the sandbox accepts. */
export const SERVICE_ORDER: BillingServiceOrder = {
  revCustomerId: '7001',
  number: '882350000000001',
  iccid: '89010000000000000001',
  serviceTypeId: '12',
  packageId: null,
  activatedAt: '2026-01-05T00:00:00.000Z',
  prorate: false,
  description: null,
};
