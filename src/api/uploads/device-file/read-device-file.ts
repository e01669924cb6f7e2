import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { csvRows } from './csv-rows.ts';
import { columnPlace, readHeader, type DeviceHeader } from './device-columns.ts';
import type { DeviceLine } from './device-line.ts';
import { fileKindOf } from './file-kind.ts';
import type { FileRow } from './file-row.ts';
import { createFileNotes, joinedNotes, UnreadableFileError, type FileNotes } from './file-notes.ts';
import type { DeviceFileJob, DeviceFileReport } from './job.ts';
import { createRowKeeper, type RowKeeper } from './keep-row.ts';
import { createRetryMarks } from './retry-marks.ts';
import { createRowReader, type RowReader } from './row-reader.ts';
import { workbookRows } from './workbook/workbook-rows.ts';

/**
 * Reads a spooled file row by row, writes the good ones to `rowsPath`, and reports. A file that is no list is a report with faults.
 * @throws Error of the system when the disk fails
 */
export async function readDeviceFile(job: DeviceFileJob): Promise<DeviceFileReport> {
  const reading = createReading(job);
  const output = createWriteStream(job.rowsPath, { mode: 0o600 });
  // A full disk shows at any moment, also when nobody waits for it; it is thrown where somebody does.
  output.on('error', () => undefined);
  try {
    for await (const row of await rowsOf(job)) {
      const line = reading.next(row);
      if (line !== undefined && !output.write(`${JSON.stringify(line)}\n`)) await drained(output);
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

/** A stream that has failed never drains. */
async function drained(output: WriteStream): Promise<void> {
  if (output.errored !== null) throw output.errored;
  await once(output, 'drain');
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

function createReading(job: DeviceFileJob): Reading {
  const faults = createFileNotes();
  const headerWarnings = createFileNotes();
  const retries = createRetryMarks();
  let rows = 0;
  let list: List | undefined;

  function next(row: FileRow): DeviceLine | undefined {
    if (list === undefined) {
      list = createList(readHeader(row, headerWarnings), job, faults);
      return undefined;
    }
    rows += 1;
    if (rows > job.maxRows) throw tooManyRows(row.row, job.maxRows);
    const device = list.read(row);
    if (device === undefined) return undefined;
    retries.note(row.row, device.retryOf);
    return list.keeper.keep(row.row, device);
  }

  function end(): void {
    retries.refuseMixed(faults);
    if (rows === 0) throw noRows();
  }

  function report(): DeviceFileReport {
    const warnings = joinedNotes(headerWarnings, ...(list?.keeper.warnings ?? []));
    return {
      rows,
      devices: 0,
      duplicates: 0,
      ...list?.keeper.counts(),
      hasRetryOf: retries.some(),
      columns: list?.columns ?? [],
      faults: faults.listed,
      moreFaults: faults.more(),
      warnings: warnings.listed,
      moreWarnings: warnings.more,
    };
  }

  return { faults, next, end, report };
}

/** What the rows are read with, once the header is known. */
interface List {
  readonly columns: DeviceFileReport['columns'];
  readonly read: RowReader;
  readonly keeper: RowKeeper;
}

function createList(header: DeviceHeader, job: DeviceFileJob, faults: FileNotes): List {
  const columns = foundColumns(header);
  return { columns, read: createRowReader(header, job, faults), keeper: createRowKeeper(columns) };
}

function foundColumns({ places, titles }: DeviceHeader): DeviceFileReport['columns'] {
  return [...places].map(([name, index]) => ({ name, place: columnPlace(index, titles[index] ?? '') }));
}

function tooManyRows(row: number, maxRows: number): UnreadableFileError {
  const detail = `Row ${String(row)}: a file may have ${String(maxRows)} devices. Split it.`;
  return new UnreadableFileError('upload.too_many_rows', detail, row);
}

function noRows(): UnreadableFileError {
  return new UnreadableFileError('upload.empty', 'The file has no row with a device below its header.');
}
