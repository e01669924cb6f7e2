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
    const texts = readCells(fileRow, header, found);
    const retryOf = readRetryOf(texts.retryOf, found);
    refuseLostDigits(texts.imei, found);
    const hasFault = found.length > 0;
    const named = retryOf === null ? nameOnce(texts, preferred) : texts;
    const { retryOf: _handled, ...item } = named;
    // A row with a fault already is judged by its readable cells only as far as that says something new.
    const device = hasFault ? undefined : readDevice(item, '', found);
    for (const fault of found) {
      const { code, detail } = fault;
      const column = DEVICE_COLUMNS.find((name) => fault.pointer === `/${name}`);
      faults.add({
        row,
        column: column ?? '',
        code,
        detail: `${placeText(row, column, fault, header)}: ${detail}`,
      });
    }
    return device === undefined || found.length > 0 ? undefined : { device, retryOf };
  };
}

/** Where a row has both, the one that the carrier goes by counts. Another pair is left for the rules to refuse. */
function nameOnce(texts: CellTexts, preferred: DeviceFileJob['preferred']): CellTexts {
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

function refuseLostDigits(imei: string | undefined, found: RequestFault[]): void {
  const detail = imei === undefined ? undefined : digitsLostBySpreadsheet(imei);
  if (detail !== undefined) found.push({ pointer: '/imei', code: 'device.imei_malformed', detail });
}

function placeText(
  row: number,
  column: DeviceColumn | undefined,
  { pointer }: RequestFault,
  { places, titles }: DeviceHeader,
): string {
  const nameless = /^\/(\d+)$/.exec(pointer)?.[1];
  const place = column === undefined ? Number(nameless ?? -1) : (places.get(column) ?? -1);
  return place < 0 ? `Row ${String(row)}` : `Row ${String(row)}, ${columnPlace(place, titles[place] ?? '')}`;
}
