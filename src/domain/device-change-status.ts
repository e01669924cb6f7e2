export const DEVICE_CHANGE_STATUSES = [
  'PENDING',
  'PROCESSING',
  'AWAITING_CONFIRMATION',
  'PROCESSED',
  'ERROR',
  'UNKNOWN',
  'CANCELED',
] as const;

export type DeviceChangeStatus = (typeof DEVICE_CHANGE_STATUSES)[number];

/** Statuses that are written once; only a retry, a correction or a resubmission opens such a row again. */
export const FINAL_DEVICE_CHANGE_STATUSES = [
  'PROCESSED',
  'ERROR',
  'UNKNOWN',
  'CANCELED',
] as const satisfies readonly DeviceChangeStatus[];

export type FinalDeviceChangeStatus = (typeof FINAL_DEVICE_CHANGE_STATUSES)[number];

/** Only these may be retried: a processed device is done, a canceled one was never tried. */
export const RETRYABLE_DEVICE_CHANGE_STATUSES = [
  'ERROR',
  'UNKNOWN',
] as const satisfies readonly DeviceChangeStatus[];

export function isFinalDeviceChangeStatus(status: DeviceChangeStatus): status is FinalDeviceChangeStatus {
  return FINAL_DEVICE_CHANGE_STATUSES.some((final) => final === status);
}
