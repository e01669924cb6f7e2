import type { FaultResponse } from './completion.ts';
import { servicePrefix } from './thingspace-error.ts';

const faults = {
  notFound: ['REQUEST_FAILED.DeviceNotFound', 'device was not found in the account'],
  alreadyActive: ['REQUEST_FAILED.DeviceAlreadyActive', 'device is already active'],
  wrongState: ['INPUT_INVALID.DeviceState.Invalid', 'the state of the device does not permit this action'],
  rejected: ['INPUT_INVALID.Device.Account.Invalid', 'the device was rejected'],
  failed: ['REQUEST_FAILED.UnexpectedError', 'an unexpected error occurred'],
  /** The real codes of the two quotas are not public, so nobody should rely on these. */
  dailyQuota: ['REQUEST_FAILED.DailyActionLimit', 'the line has used up its actions of the day'],
  monthlyQuota: ['REQUEST_FAILED.PlanChangeLimit', 'the line has used up its plan changes of the month'],
} as const satisfies Record<string, readonly [string, string]>;

export type DeviceFault = keyof typeof faults;

/** The fault of a callback. */
export function deviceFault(fault: DeviceFault): FaultResponse {
  const [code, faultstring] = faults[fault];
  return { faultcode: servicePrefix + code, faultstring };
}
