import type { CarrierPlanRef } from '../domain/change-order.ts';
import type { DeviceStatus } from '../domain/device-status.ts';
import type { OutsideCall } from '../platform/exchange.ts';
import type { CarrierError } from './carrier-error.ts';

/** What a carrier knows of one device, in the product's words. Null: the carrier does not say. */
export interface CarrierDevice {
  readonly identifier: string;
  readonly status: DeviceStatus | null;
  readonly ratePlan: string | null;
  readonly communicationPlan: string | null;
  readonly msisdn: string | null;
  readonly imei: string | null;
  readonly ipAddress: string | null;
}

export interface StatusChange {
  readonly identifier: string;
  readonly target: DeviceStatus;
  readonly reasonCode: string | null;
}

export interface RatePlanChange {
  readonly identifier: string;
  readonly plan: CarrierPlanRef;
  readonly communicationPlan: string | null;
}

/** What a carrier operation came to. Anything but success is a CarrierError. */
export interface CarrierResult {
  /** True when reading first showed that nothing was left to write. */
  readonly alreadyInPlace: boolean;
}

/** What every carrier can be asked. All throw CarrierError. */
export interface CarrierReadPort {
  readDevice(identifier: string, call: OutsideCall): Promise<CarrierDevice>;
}

/** A carrier whose answer to a status change is final. */
export interface CarrierPort extends CarrierReadPort {
  changeStatus(change: StatusChange, call: OutsideCall): Promise<CarrierResult>;
}

/** A carrier that changes a plan with one call (Jasper). */
export interface RatePlanPort {
  changeRatePlan(change: RatePlanChange, call: OutsideCall): Promise<CarrierResult>;
}

/** A carrier whose SIMs are moved to another plan before they are deactivated (Jasper). */
export interface ParkingPort {
  /** A plan change whose final failure is `jasper.plan_move_failed`: the status is then not touched. */
  parkOnPlan(change: RatePlanChange, call: OutsideCall): Promise<CarrierResult>;
}

export type PackageStatus = 'NOT_ACTIVE' | 'ACTIVE' | 'TERMINATED';

export interface SimPackage {
  readonly packageId: string;
  readonly packageTypeId: number;
  readonly status: PackageStatus;
}

export interface PackageAddition {
  readonly identifier: string;
  readonly packageTypeId: number;
  /** Packages that were there before: when reading first, an unknown live one of the type is ours already. */
  readonly knownPackageIds: readonly string[];
}

/** A carrier whose plans are packages on a SIM (POND). A second addPackage is a second bill. */
export interface PackagePort {
  /** Every package of the SIM, terminated ones included, read to the last page. */
  listPackages(identifier: string, call: OutsideCall): Promise<readonly SimPackage[]>;
  addPackage(addition: PackageAddition, call: OutsideCall): Promise<SimPackage>;
  activatePackage(packageId: string, call: OutsideCall): Promise<CarrierResult>;
  terminatePackage(packageId: string, call: OutsideCall): Promise<CarrierResult>;
}

/** A status change with what an activation needs beside it. Personal fields never enter a workflow's payload. */
export interface LineStatusChange extends StatusChange {
  readonly imei: string | null;
  /** The plan's code, for an activation. */
  readonly ratePlan: string | null;
  readonly mdnZipCode: string | null;
  readonly publicIpRestriction: string | null;
  readonly primaryPlaceOfUse: unknown;
  /** The status the device has as far as is known here; when absent and it matters, the carrier is asked first. */
  readonly from?: DeviceStatus;
}

/** What a carrier that confirms later says at once. Accepted is not done. */
export type Submission =
  | { readonly kind: 'accepted'; readonly requestId: string }
  /** Reading first, or an action that the carrier does at once, showed that nothing is left to confirm. */
  | { readonly kind: 'in_place' };

/** A carrier whose writes are confirmed by a callback or by asking (ThingSpace). */
export interface ConfirmedLaterPort {
  submitStatus(change: LineStatusChange, call: OutsideCall): Promise<Submission>;
  submitRatePlan(change: RatePlanChange, call: OutsideCall): Promise<Submission>;
  /** Sets fields of the line that the account has given a meaning to. */
  submitCustomFields(
    change: { readonly identifier: string; readonly fields: Readonly<Record<string, string>> },
    call: OutsideCall,
  ): Promise<Submission>;
  /** Of a request for one device. The carrier gives no reason here; only a callback does. */
  requestStatus(requestId: string, call: OutsideCall): Promise<'pending' | 'succeeded' | 'failed'>;
  /** Tells the carrier where to send callbacks, and the user and password it has to name in them. */
  registerCallback(
    registration: { readonly url: string; readonly username: string; readonly password: string },
    call: OutsideCall,
  ): Promise<void>;
}

/** A device as a list shows it, with the ICCID by which it is kept here; null where the carrier does not tell it. */
export interface ListedDevice extends CarrierDevice {
  readonly iccid: string | null;
}

/** A device that the carrier has, although it does not say how it is. */
export interface UnreadDevice {
  readonly identifier: string;
  readonly iccid: string | null;
  readonly error: CarrierError;
}

export interface DevicePage {
  readonly devices: readonly ListedDevice[];
  /** Of this page as well; nothing is known of them but that they are there. */
  readonly unread: readonly UnreadDevice[];
  /** Where the list goes on, in the carrier's own way; null on the last page. */
  readonly next: string | null;
}

/** A carrier that lists all devices of the account. All throw CarrierError. */
export interface DeviceListPort {
  /** One page of some hundred devices at most, so that an account of any size fits into memory; null: the first. */
  listDevices(from: string | null, call: OutsideCall): Promise<DevicePage>;
  /** A single device with all that a list tells of one; null when the carrier does not know it. */
  findDevice(device: DeviceKeys, call: OutsideCall): Promise<ListedDevice | null>;
}

/** The numbers by which a device can be asked for. Telegence knows lines, and those by their number only. */
export interface DeviceKeys {
  readonly iccid: string;
  readonly msisdn: string | null;
}

export type ThingspaceCarrier = CarrierReadPort & ConfirmedLaterPort & DeviceListPort;

export type JasperCarrier = CarrierPort & RatePlanPort & ParkingPort & DeviceListPort;
export type PondCarrier = CarrierPort & PackagePort & DeviceListPort;
