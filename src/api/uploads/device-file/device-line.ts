import type { IdentifierType } from '../../../domain/device-identifier.ts';

/** A good row as it travels from the reading program to the API: a line of JSON each. */
export type DeviceLine = readonly [
  row: number,
  identifier: string,
  identifierType: IdentifierType,
  imei: string | null,
  /** RFC 3339 in UTC. */
  effectiveAt: string | null,
  /** The device change of a former run that this row corrects. */
  retryOf: string | null,
];
