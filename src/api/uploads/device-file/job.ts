import type { FileNote } from './file-notes.ts';

/** What the reading program is told. */
export interface DeviceFileJob {
  readonly path: string;
  /** Where the good rows go, one JSON array a line: see device-line.ts. */
  readonly rowsPath: string;
  /** What the sender calls the file, and says that it is. */
  readonly fileName: string;
  readonly contentType: string;
  /** Where local dates are. */
  readonly timeZone?: string;
  /** Which identifier counts in a row that has both; absent: such a row is a fault. */
  readonly preferred?: 'iccid' | 'msisdn';
  readonly maxRows: number;
}

/** What the reading program found. With a fault, the file is not used. */
export interface DeviceFileReport {
  /** Rows below the header that are not blank. */
  readonly rows: number;
  /** Rows written, each another device. */
  readonly devices: number;
  /** Rows that name a device of an earlier row. */
  readonly duplicates: number;
  /** The rows name the rows of a former change that they correct. */
  readonly hasRetryOf: boolean;
  /** The columns that were found. */
  readonly columns: readonly FoundColumn[];
  readonly faults: readonly FileNote[];
  readonly moreFaults: number;
  readonly warnings: readonly FileNote[];
  readonly moreWarnings: number;
}

export interface FoundColumn {
  /** As device-columns.ts names it. */
  readonly name: string;
  /** As a person finds it: "column C (ICCID)". */
  readonly place: string;
}
