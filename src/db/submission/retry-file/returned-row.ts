import type { RequestedDevice } from '../../../domain/change-request.ts';

/** A row of a list of failures that came back, corrected or as it was. */
export interface ReturnedRow {
  /** Where it stands in the file, as a spreadsheet counts. */
  readonly row: number;
  /** The row of the change that it is about. */
  readonly deviceChangeId: string;
  readonly device: Pick<RequestedDevice, 'identifier' | 'identifierType'>;
  readonly imei?: string;
}

/** Something to be said of a row of the file. */
export interface RowRemark {
  readonly row: number;
  readonly column: string;
  readonly code: string;
  readonly detail: string;
}

export type ReturnedPages = Iterable<readonly ReturnedRow[]> | AsyncIterable<readonly ReturnedRow[]>;
