import type { RevProductOrder } from './change-request.ts';
import type { DeviceStatus } from './device-status.ts';

/**
 * What a change does, with every name resolved to ids and carrier codes when the plan was sealed. Kept with the change
 * and read by each device's step, so that a plan renamed meanwhile does not alter what was agreed.
 */
export type ChangeOrder =
  CustomerAssignmentOrder | CarrierRatePlanOrder | CustomerRatePlanOrder | StatusOrder;

/** Part of every order. */
interface AnyOrder {
  /** The rows of the change go back to what they were, each with an order of its own; this one only stands for them. */
  readonly asBefore?: true;
}

export interface CustomerAssignmentOrder extends AnyOrder {
  readonly changeType: 'customerassignment';
  /** Null: the device gets no customer, as it had none before a change that is taken back. */
  readonly customerId: string | null;
  readonly siteId: string | null;
  readonly accountNumber: string | null;
  /** Null: an AMOP assignment, no billing call. */
  readonly rev: RevServiceOrder | null;
  /** Plan and pool the devices get with the assignment; null when the request names none. */
  readonly customerRatePlan: CustomerRatePlanSetting | null;
  /** ISO instant from which the assignment holds; null with useCarrierActivation: the device's own activation date. */
  readonly effectiveFrom: string | null;
}

export interface RevServiceOrder {
  readonly revCustomerId: string;
  readonly createService: boolean;
  readonly serviceTypeId: string | null;
  readonly products: readonly RevProductOrder[];
  readonly packageId: string | null;
  readonly prorate: boolean;
  readonly description: string | null;
}

/** A key that is absent leaves the device's value as it is; null clears it. */
export interface CustomerRatePlanSetting {
  readonly customerRatePlanId?: string | null;
  readonly customerRatePoolId?: string | null;
  readonly dataAllocationMb?: number | null;
}

export interface CustomerRatePlanOrder extends AnyOrder {
  readonly changeType: 'customerrateplanchange';
  readonly setting: CustomerRatePlanSetting;
  /** ISO instant from which the plan holds: history is written for every billing period from here on. */
  readonly effectiveFrom: string;
}

/** A carrier rate plan as a carrier call needs it. */
export interface CarrierPlanRef {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly planUuid: string | null;
  /** POND: the package type id. */
  readonly ratePlanId: number | null;
}

export interface CarrierRatePlanOrder extends AnyOrder {
  readonly changeType: 'carrierrateplanchange';
  readonly plan: CarrierPlanRef;
  readonly allowedSimTypes: readonly string[];
  readonly communicationPlan: { readonly id: string; readonly name: string } | null;
  readonly optimizationGroup: string | null;
}

export interface StatusOrder extends AnyOrder {
  readonly changeType: 'statusupdate';
  readonly targetStatus: DeviceStatus;
  readonly reasonCode: string | null;
  /** What an activation needs beside the device; null when the request names nothing of it. */
  readonly activation: ActivationDetails | null;
  /** Customer to associate afterwards; null when the request names none. */
  readonly associate: {
    /** Null: no customer, as before a change that is taken back. */
    readonly customerId: string | null;
    readonly siteId: string | null;
    readonly accountNumber: string | null;
  } | null;
}

export interface ActivationDetails {
  /** Null: the device's own plan. */
  readonly plan: CarrierPlanRef | null;
  /** Of the plan; empty: every SIM type. */
  readonly allowedSimTypes: readonly string[];
  /** Where the number is to be from (ThingSpace), or the service's ZIP code (Telegence). */
  readonly mdnZipCode: string | null;
  readonly publicIpRestriction: string | null;
  /** The place of use is personal: it is kept encrypted beside the order, see BulkChange.personal. */
  readonly namesPlaceOfUse: boolean;
  /** Telegence: the line gets an address of this profile once it is active. */
  readonly staticIp: StaticIpProfile | null;
}

export interface StaticIpProfile {
  readonly pdpName: string;
  readonly accessPointName: string;
  readonly lteIndicator: boolean;
  readonly defaultApnIndicator: boolean;
}
