import type { DeviceFacts } from './device-rules.ts';

/** A row's image of its device as it is stored: what the rules sealed, and what the steps have added. */
export type RowImage = Readonly<Record<string, unknown>>;

/** Which fact of a device a key of an image is. */
const FACT_OF_KEY = {
  status: 'status',
  carrierRatePlan: 'carrierRatePlan',
  communicationPlan: 'communicationPlan',
  customerId: 'customerId',
  siteId: 'siteId',
  accountNumber: 'accountNumber',
  customerRatePlanId: 'customerRatePlanId',
  customerPoolId: 'customerRatePoolId',
  customerDataAllocationMB: 'dataAllocationMb',
} as const satisfies Record<string, keyof DeviceFacts>;

type Key = keyof typeof FACT_OF_KEY;

const KEYS = Object.keys(FACT_OF_KEY) as readonly Key[];

/** The keys that a change touched, and in which the device is no longer as the change left it. */
export function changedSince(before: RowImage, after: RowImage, device: DeviceFacts): readonly string[] {
  return KEYS.filter((key) => key in before && key in after && !isSame(after[key], device[FACT_OF_KEY[key]]));
}

function isSame(image: unknown, fact: string | number | null): boolean {
  return (image ?? null) === fact || (typeof fact === 'number' && Number(image) === fact);
}
