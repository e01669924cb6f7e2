import type { RequestedDevice, RequestFault } from '../../../domain/change-request.ts';
import { digitsLostBySpreadsheet } from '../../../domain/device-identifier.ts';
import { createDeviceReader } from '../../routes/bulk-changes/read-devices.ts';
import { readCells, type CellTexts } from './cell-texts.ts';
import type { FileRow } from './file-row.ts';
import { columnPlace, DEVICE_COLUMNS, type DeviceColumn, type DeviceHeader } from './device-columns.ts';
import type { FileNotes } from './file-notes.ts';
import type { DeviceFileJob } from './job.ts';

/** A row that can be used. */
export interface DeviceRow {
  readonly device: RequestedDevice;
  /** The row of a former change that it corrects. */
  readonly retryOf: string | null;
}

/** Reads one row; undefined, with its faults noted, when it cannot be used. */
export type RowReader = (row: FileRow) => DeviceRow | undefined;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Judges rows by the rules for the devices of a request, and tells the place of a fault as a spreadsheet names it. */
export function createRowReader(
  header: DeviceHeader,
  { timeZone, preferred }: Pick<DeviceFileJob, 'timeZone' | 'preferred'>,
  faults: FileNotes,
): RowReader {
  const readDevice = createDeviceReader(timeZone);
  return (fileRow) => {
    const { row } = fileRow;
    const found: RequestFault[] = [];
    const { retryOf: id, ...texts } = withoutLostDigits(readCells(fileRow, header, found), found);
    const retryOf = readRetryOf(id, found);
    const ofCells = found.length;
    const device = readDevice(retryOf === null ? nameOnce(texts, preferred) : texts, '', found);
    // A name that stands in a cell which cannot be read is not missing as well.
    const told = found.filter(({ code }, index) => !(index >= ofCells && ofCells > 0 && code === NO_NAME));
    for (const { pointer, code, detail } of told) {
      const column = DEVICE_COLUMNS.find((name) => pointer === `/${name}`);
      const where = placeText(row, column, pointer, header);
      faults.add({ row, column: column ?? '', code, detail: `${where}: ${detail}` });
    }
    return device === undefined || found.length > 0 ? undefined : { device, retryOf };
  };
}

const NO_NAME = 'device.identifier_count';

type DeviceTexts = Omit<CellTexts, 'retryOf'>;

/** Where a row has both, the one that the carrier goes by counts. Another pair is left for the rules to refuse. */
function nameOnce(texts: DeviceTexts, preferred: DeviceFileJob['preferred']): DeviceTexts {
  if (preferred === undefined || texts.iccid === undefined || texts.msisdn === undefined) return texts;
  const { iccid, msisdn, ...rest } = texts;
  return preferred === 'iccid' ? { ...rest, iccid } : { ...rest, msisdn };
}

function readRetryOf(text: string | undefined, found: RequestFault[]): string | null {
  if (text === undefined) return null;
  if (UUID.test(text)) return text.toLowerCase();
  const detail = 'This is no id of a device change. Take the column over from errors.csv unchanged.';
  found.push({ pointer: '/retryOf', code: 'upload.retry_of_malformed', detail });
  return null;
}

function withoutLostDigits(texts: CellTexts, found: RequestFault[]): CellTexts {
  const { imei, ...rest } = texts;
  const detail = imei === undefined ? undefined : digitsLostBySpreadsheet(imei);
  if (detail === undefined) return texts;
  found.push({ pointer: '/imei', code: 'device.imei_malformed', detail });
  return rest;
}

function placeText(
  row: number,
  column: DeviceColumn | undefined,
  pointer: string,
  { places, titles }: DeviceHeader,
): string {
  const nameless = /^\/(\d+)$/.exec(pointer)?.[1];
  const place = column === undefined ? Number(nameless ?? -1) : (places.get(column) ?? -1);
  return place < 0 ? `Row ${String(row)}` : `Row ${String(row)}, ${columnPlace(place, titles[place] ?? '')}`;
}
