import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { passesLuhn } from '../../../domain/device-identifier.ts';
import { csvRows } from './csv-rows.ts';
import { columnPlace, readHeader, type DeviceHeader } from './device-columns.ts';
import type { DeviceLine } from './device-line.ts';
import { fileKindOf } from './file-kind.ts';
import type { FileRow } from './file-row.ts';
import { createFileNotes, UnreadableFileError, type FileNotes } from './file-notes.ts';
import type { DeviceFileJob, DeviceFileReport } from './job.ts';
import { createRetryMarks } from './retry-marks.ts';
import { createRowReader, type DeviceRow } from './row-reader.ts';
import { createSeenDevices } from './seen-devices.ts';
import { workbookRows } from './workbook/workbook-rows.ts';

/** Reads a spooled file row by row, writes the good ones to `rowsPath`, and reports. A file that is no list is a report with faults. */
export async function readDeviceFile(job: DeviceFileJob): Promise<DeviceFileReport> {
  const reading = createReading(job);
  const output = createWriteStream(job.rowsPath, { mode: 0o600 });
  try {
    for await (const row of await rowsOf(job)) {
      const line = reading.next(row);
      if (line !== undefined && !output.write(`${JSON.stringify(line)}\n`)) await once(output, 'drain');
    }
    reading.end();
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    reading.faults.add(error.note);
  } finally {
    output.end();
    await finished(output);
  }
  return reading.report();
}

async function rowsOf({ path, fileName, contentType }: DeviceFileJob): Promise<AsyncIterable<FileRow>> {
  const kind = await fileKindOf(path, fileName, contentType);
  return kind === 'workbook' ? workbookRows(path) : csvRows(path);
}

interface Reading {
  readonly faults: FileNotes;
  /** @throws UnreadableFileError */
  next(row: FileRow): DeviceLine | undefined;
  /** @throws UnreadableFileError */
  end(): void;
  report(): DeviceFileReport;
}

interface Counts {
  rows: number;
  devices: number;
  duplicates: number;
}

function createReading(job: DeviceFileJob): Reading {
  const faults = createFileNotes();
  const warnings = createFileNotes();
  const retries = createRetryMarks();
  const counts: Counts = { rows: 0, devices: 0, duplicates: 0 };
  const keep = createKeeper(counts, warnings);
  let header: DeviceHeader | undefined;
  let read: ReturnType<typeof createRowReader> | undefined;

  function next(row: FileRow): DeviceLine | undefined {
    if (read === undefined) {
      header = readHeader(row, warnings);
      read = createRowReader(header, job, faults);
      return undefined;
    }
    counts.rows += 1;
    if (counts.rows > job.maxRows) throw tooManyRows(row.row, job.maxRows);
    const device = read(row);
    if (device === undefined) return undefined;
    retries.note(row.row, device.retryOf);
    return keep(row.row, device);
  }

  return {
    faults,
    next,
    end: () => {
      retries.refuseMixed(faults);
      if (counts.rows === 0) throw noRows();
    },
    report: () => ({
      ...counts,
      hasRetryOf: retries.some(),
      columns: header === undefined ? [] : foundColumns(header),
      ...listed(faults, warnings),
    }),
  };
}

function foundColumns({ places, titles }: DeviceHeader): DeviceFileReport['columns'] {
  return [...places].map(([name, index]) => ({ name, place: columnPlace(index, titles[index] ?? '') }));
}

function listed(faults: FileNotes, warnings: FileNotes) {
  return {
    faults: faults.listed,
    moreFaults: faults.more(),
    warnings: warnings.listed,
    moreWarnings: warnings.more(),
  };
}

/** Turns a good row into a line, unless its device stands in the file already. */
function createKeeper(counts: Counts, warnings: FileNotes) {
  const firstRowOf = createSeenDevices();
  return (row: number, { device, retryOf }: DeviceRow): DeviceLine | undefined => {
    const { identifier, identifierType, imei, effectiveAt } = device;
    const column = identifierType.toLowerCase();
    const first = firstRowOf(identifier, row);
    if (first !== row) {
      counts.duplicates += 1;
      const detail = `Row ${String(row)} names the same device as row ${String(first)}; row ${String(first)} is the one that counts.`;
      warnings.add({ row, column, code: 'upload.duplicate_device', detail });
      return undefined;
    }
    if (identifierType === 'ICCID' && !passesLuhn(identifier)) {
      const detail = `Row ${String(row)}: the check digit of ${identifier} is not right. Many real ICCIDs are like that; look whether it is mistyped.`;
      warnings.add({ row, column, code: 'upload.check_digit', detail });
    }
    counts.devices += 1;
    return [row, identifier, identifierType, imei ?? null, effectiveAt?.toISOString() ?? null, retryOf];
  };
}

function tooManyRows(row: number, maxRows: number): UnreadableFileError {
  const detail = `Row ${String(row)}: a file may have ${String(maxRows)} devices. Split it.`;
  return new UnreadableFileError('upload.too_many_rows', detail, row);
}

function noRows(): UnreadableFileError {
  return new UnreadableFileError('upload.empty', 'The file has no row with a device below its header.');
}
