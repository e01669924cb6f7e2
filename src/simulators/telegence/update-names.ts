/** What an update can set. */
export const updateNames = [
  'subscriberStatus',
  'reasonCode',
  'singleUserCode',
  'addOfferingCode',
  'removeOfferingCode',
  'IMEI',
  'sim',
  'serviceZipCode',
  'technologyType',
] as const;
