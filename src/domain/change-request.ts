import type { StaticIpProfile } from './change-order.ts';
import type { Rollout } from './rollout.ts';
import type { DeviceStatus } from './device-status.ts';
import type { RowCorrection } from './row-correction.ts';

/** A change as a caller asks for it, after the shape has been checked and before anything was looked up. */
export interface ChangeRequest {
  readonly serviceProviderId: string;
  readonly processChanges: boolean;
  readonly devices: DevicePages;
  readonly onConflict: 'queue' | 'reject';
  /** Absent: all at once. */
  readonly rollout?: Rollout;
  /** A second person has to approve it. */
  readonly requiresApproval?: boolean;
  readonly change: RequestedChange;
  /** Each of the corrections that single devices carry, once; absent: none carries one. */
  readonly corrections?: readonly RowCorrection[];
  /** The personal fields of the request, encrypted under the tenant's key; absent when it has none. */
  readonly personal?: string;
}

/** The devices of a request in their order, page by page, so that a million of them need not be in memory at once. */
export type DevicePages = Iterable<readonly RequestedDevice[]> | AsyncIterable<readonly RequestedDevice[]>;

/** One row of a request. `identifier` is normalised already. */
export interface RequestedDevice {
  readonly identifier: string;
  readonly identifierType: 'ICCID' | 'MSISDN';
  readonly imei?: string;
  /** The row's own date; absent: the change's. */
  readonly effectiveAt?: Date;
  /** What the row asks for instead; it has no fault of `correctionFaults`. */
  readonly correction?: RowCorrection;
  /** The row of the file it stands in, as a spreadsheet counts them; absent: the devices came without a file. */
  readonly sourceRow?: number;
}

export type RequestedChange =
  RequestedCustomerAssignment | RequestedCarrierRatePlan | RequestedCustomerRatePlan | RequestedStatus;

/** An instant, and the zone it was meant in when the caller gave a local date. */
export interface RequestedDate {
  readonly at: Date;
  readonly timeZone?: string;
}

export interface RequestedCustomerAssignment {
  readonly changeType: 'customerassignment';
  readonly revCustomerId?: string;
  readonly customerId?: string;
  readonly siteId?: string;
  readonly createRevService: boolean;
  readonly serviceTypeId?: string;
  readonly revProducts: readonly RevProductOrder[];
  readonly revPackageId?: string;
  readonly useCarrierActivation: boolean;
  readonly prorate: boolean;
  readonly description?: string;
  readonly customerRatePlanId?: string;
  readonly customerPoolId?: string;
  readonly effectiveDate?: RequestedDate;
}

/** A product of the billing system with the rate it is sold at, in the account's currency. */
export interface RevProductOrder {
  readonly productId: string;
  readonly rate: number;
}

export interface RequestedCarrierRatePlan {
  readonly changeType: 'carrierrateplanchange';
  readonly carrierRatePlan: string;
  readonly commPlan?: string;
  readonly optimizationGroup?: string;
  readonly effectiveDate?: RequestedDate;
}

/** `null` clears, absent leaves as is. */
export interface RequestedCustomerRatePlan {
  readonly changeType: 'customerrateplanchange';
  readonly customerRatePlanId?: string | null;
  readonly customerPoolId?: string | null;
  readonly customerDataAllocationMB?: number | null;
  readonly effectiveDate?: RequestedDate;
}

export interface RequestedStatus {
  readonly changeType: 'statusupdate';
  readonly targetStatus: DeviceStatus;
  readonly reasonCode?: string;
  readonly carrierRatePlan?: string;
  readonly mdnZipCode?: string;
  readonly publicIpRestriction?: string;
  /** What may be known of the place of use; itself it is personal and travels sealed, in ChangeRequest.personal. */
  readonly placeOfUse?: { readonly hasAddress: boolean };
  readonly staticIp?: StaticIpProfile;
  readonly effectiveDate?: RequestedDate;
  /** Associates the device with a Rev customer once the status is set. */
  readonly revCustomerId?: string;
}

/** One fault of a request: where it is, what is wrong, a stable code. */
export interface RequestFault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}
