/** Where a carrier can be found to differ from what is believed here. `presence`: the carrier does not know the device. */
export const DRIFT_FIELDS = [
  'status',
  'carrierRatePlan',
  'communicationPlan',
  'msisdn',
  'imei',
  'ipAddress',
  'presence',
] as const;

export type DriftField = (typeof DRIFT_FIELDS)[number];

/** Fields of a device that its carrier tells. */
export type ToldField = Exclude<DriftField, 'presence'>;

export const TOLD_FIELDS = DRIFT_FIELDS.filter((field): field is ToldField => field !== 'presence');

/** How `presence` is written. */
export const PRESENT = 'present';
export const MISSING = 'missing';
