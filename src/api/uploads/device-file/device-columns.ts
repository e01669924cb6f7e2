import { columnLetters, isFilled, plainText, type FileRow } from './file-row.ts';
import { UnreadableFileError, type FileNotes } from './file-notes.ts';

export type DeviceColumn = keyof typeof COLUMN_NAMES;

/** What the columns may be called. Letter case, blanks, "-", "_", "." and "#" do not matter. */
const COLUMN_NAMES = {
  iccid: ['ICCID', 'ICC ID', 'ICCID Number', 'SIM', 'SIM ID', 'SIM Number', 'SIM Card', 'SIM Card Number'],
  msisdn: [
    'MSISDN',
    'MDN',
    'CTN',
    'Phone',
    'Phone Number',
    'Mobile Number',
    'Subscriber Number',
    'Telephone Number',
    'Wireless Number',
  ],
  identifier: ['Identifier', 'Device', 'Device Identifier'],
  imei: ['IMEI', 'Device IMEI', 'IMEI Number'],
  effectiveDate: ['Effective Date', 'Date', 'Start Date'],
  retryOf: ['retryOf'],
} as const satisfies Record<string, readonly string[]>;

/** Columns of our own errors.csv that say nothing to us when it comes back. */
const REPORT_COLUMNS = [
  'row',
  'fileRow',
  'status',
  'errorClass',
  'errorCode',
  'errorMessage',
  'suggestedAction',
];

export const DEVICE_COLUMNS = Object.keys(COLUMN_NAMES).filter(isDeviceColumn);

/** The columns that name a device. */
export const NAMING_COLUMNS = ['iccid', 'msisdn', 'identifier'] as const satisfies DeviceColumn[];

export interface DeviceHeader {
  readonly places: ReadonlyMap<DeviceColumn, number>;
  /** What stands above each column; empty where nothing does. */
  readonly titles: readonly string[];
}

/**
 * Finds the columns. Those that mean nothing here are warned of.
 * @throws UnreadableFileError when no column names a device, or one stands there twice: the rows cannot be judged then
 */
export function readHeader({ row, cells }: FileRow, warnings: FileNotes): DeviceHeader {
  const titles = Array.from(cells, (cell) => (isFilled(cell) ? titleOf(cell) : ''));
  const places = new Map<DeviceColumn, number>();
  titles.forEach((title, index) => {
    if (title === '') return;
    const column = columnOf(title);
    const before = column === undefined ? undefined : places.get(column);
    if (column === undefined) warnOfUnknown(title, index, row, warnings);
    else if (before === undefined) places.set(column, index);
    else throw twice(row, column, titles[before] ?? '', title);
  });
  if (!NAMING_COLUMNS.some((column) => places.has(column))) throw noDevice(row, titles);
  return { places, titles };
}

/** A column as a person finds it: "column C (ICCID)". */
export function columnPlace(index: number, title: string): string {
  return `column ${columnLetters(index)}${title === '' ? '' : ` (${title})`}`;
}

function isDeviceColumn(name: string): name is DeviceColumn {
  return Object.hasOwn(COLUMN_NAMES, name);
}

function titleOf(cell: FileRow['cells'][number]): string {
  return plainText(typeof cell === 'string' ? cell : (cell?.text ?? '')).slice(0, 60);
}

const KNOWN_NAMES = new Map(
  DEVICE_COLUMNS.flatMap((column) => COLUMN_NAMES[column].map((name) => [bare(name), column] as const)),
);
const IGNORED_NAMES = new Set(REPORT_COLUMNS.map(bare));

function columnOf(title: string): DeviceColumn | undefined {
  return KNOWN_NAMES.get(bare(title));
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[\s\-_.#]/g, '');
}

function warnOfUnknown(title: string, index: number, row: number, warnings: FileNotes): void {
  if (IGNORED_NAMES.has(bare(title))) return;
  const detail = `Row ${String(row)}, ${columnPlace(index, title)}: the column is not known and was left out.`;
  warnings.add({ row, column: title, code: 'upload.column_ignored', detail });
}

function twice(row: number, column: DeviceColumn, one: string, other: string): UnreadableFileError {
  const detail = `Row ${String(row)}: "${one}" and "${other}" are the same column. Remove one of them.`;
  return new UnreadableFileError('upload.column_twice', detail, row, column);
}

function noDevice(row: number, titles: readonly string[]): UnreadableFileError {
  const found = titles.filter((title) => title !== '').slice(0, 20);
  const detail = `Row ${String(row)}: no column names the devices. Give one of the columns the header ICCID, MSISDN or Identifier; found are: ${found.join(', ')}.`;
  return new UnreadableFileError('upload.column_missing', detail, row, 'iccid');
}
