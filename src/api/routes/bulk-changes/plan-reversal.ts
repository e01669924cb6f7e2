import type { ChangeOrder } from '../../../domain/change-order.ts';
import type { DeviceFacts } from '../../../domain/device-rules.ts';
import { isDeviceStatus } from '../../../domain/device-status.ts';
import type { Integration } from '../../../domain/integration.ts';
import { reversalOf, type FormerPlans } from '../../../domain/reversal.ts';
import type { RowImage } from '../../../domain/stale-image.ts';

export interface ReversalBasis {
  readonly integration: Integration;
  readonly plans: FormerPlans;
}

/** Why a row could not be taken back once it is done, if nobody else touches the device; null when it could. */
export function irreversibleReason(
  { integration, plans }: ReversalBasis,
  order: ChangeOrder,
  before: RowImage,
  after: RowImage,
): string | null {
  const reversal = reversalOf(integration, order, before, after, { device: factsAfter(after), plans });
  return reversal.ok ? null : reversal.message;
}

/** A device as the change leaves it, as far as its images tell. */
function factsAfter(after: RowImage): DeviceFacts {
  const text = (key: string) => (typeof after[key] === 'string' ? after[key] : null);
  const status = text('status') ?? '';
  const allocation = after['customerDataAllocationMB'];
  return {
    archived: false,
    status: isDeviceStatus(status) ? status : 'active',
    imei: null,
    simType: null,
    carrierRatePlan: text('carrierRatePlan'),
    communicationPlan: text('communicationPlan'),
    lastActivatedAt: null,
    customerId: text('customerId'),
    siteId: text('siteId'),
    accountNumber: text('accountNumber'),
    customerRatePlanId: text('customerRatePlanId'),
    customerRatePoolId: text('customerPoolId'),
    dataAllocationMb: typeof allocation === 'number' ? allocation : null,
    connectedAtCustomer: false,
    activeElsewhere: false,
  };
}
