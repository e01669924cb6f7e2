import type { RequestedDevice } from '../../domain/change-request.ts';

/**
 * A device that the request names once more: it has one row, of its first place. A place is the row of the file that the
 * devices came in, else the index in the request's list.
 */
export interface RepeatedDevice {
  readonly place: number;
  readonly firstPlace: number;
  readonly identifierType: RequestedDevice['identifierType'];
}

/** As many as an answer lists; the change counts all of them. */
export const MAX_LISTED_REPEATED = 1_000;
