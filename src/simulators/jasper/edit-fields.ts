import { customFieldNames } from './device.ts';

/** Fields of an edit that change something by themselves. */
export const editFieldNames: readonly string[] = [
  'status',
  'ratePlan',
  'communicationPlan',
  'customer',
  'deviceID',
  'modemID',
  'overageLimitOverride',
  'ipv4Address',
  'ipv6Address',
  ...customFieldNames,
];

/** Fields that only say when or where. */
export const accompanyingFieldNames: readonly string[] = ['effectiveDate', 'apn', 'pdpId'];

/** The fields of an edit by name; all are strings. */
export type EditFields = Readonly<Record<string, string>>;
