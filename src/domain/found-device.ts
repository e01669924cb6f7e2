import type { DeviceStatus } from './device-status.ts';
import type { ToldField } from './drift.ts';
import type { Integration } from './integration.ts';
import { mdnOf } from './mdn.ts';

/** A device as its carrier tells of it, by ICCID. Null: the carrier does not say. Plans are in the carrier's own words. */
export interface FoundDevice {
  readonly iccid: string;
  readonly status: DeviceStatus | null;
  readonly ratePlan: string | null;
  readonly communicationPlan: string | null;
  readonly msisdn: string | null;
  readonly imei: string | null;
  readonly ipAddress: string | null;
}

/** Statuses that a carrier has one word for. Its word for one of them is no news about another of them. */
const ONE_WORD: Readonly<Record<Integration, readonly DeviceStatus[]>> = {
  JASPER: ['suspended', 'deactivated'],
  THINGSPACE: [],
  POND: ['suspended', 'deactivated'],
  TELEGENCE: [],
};

/** Whether a carrier means the same by both values of a field, however each is written. */
export function meansTheSame(
  integration: Integration,
  field: ToldField,
  believed: string,
  found: string,
): boolean {
  if (believed === found) return true;
  switch (field) {
    case 'status':
      return [believed, found].every((status) => ONE_WORD[integration].some((word) => word === status));
    case 'msisdn':
      return mdnOf(believed) !== null && mdnOf(believed) === mdnOf(found);
    case 'imei':
      // The last digits are a check digit or the version of the software; 14 name the device.
      return believed.length >= 14 && believed.slice(0, 14) === found.slice(0, 14);
    case 'carrierRatePlan':
    case 'communicationPlan':
    case 'ipAddress':
      return false;
  }
}

/** The statuses in which a carrier lists a device, or knows it when it is asked for it. */
export const KNOWN_AT_CARRIER = {
  JASPER: ['inventory', 'pending_activation', 'active', 'suspended', 'deactivated', 'retired'],
  // What is in inventory exists here only: the carrier learns of a line when it is added.
  THINGSPACE: ['pending_activation', 'active', 'suspended', 'deactivated'],
  POND: ['inventory', 'active', 'suspended', 'deactivated'],
  // Before its activation a SIM has no line, and cancelled lines are not listed.
  TELEGENCE: ['active', 'suspended'],
} as const satisfies Record<Integration, readonly DeviceStatus[]>;
