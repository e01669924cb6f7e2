import type { CarrierPlanRef } from '../domain/change-order.ts';
import type { DeviceStatus } from '../domain/device-status.ts';
import type { OutsideCall } from '../platform/exchange.ts';

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

/** The operations every carrier has. All throw CarrierError. */
export interface CarrierPort {
  readDevice(identifier: string, call: OutsideCall): Promise<CarrierDevice>;
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

export type JasperCarrier = CarrierPort & RatePlanPort & ParkingPort;
export type PondCarrier = CarrierPort & PackagePort;
