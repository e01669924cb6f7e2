import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { DeviceImportRow, ImportFault } from '../../db/device-import/device-import-row.ts';
import { invalidRequest } from '../problem.ts';
import { readHeader, type ImportColumn } from './import-columns.ts';
import { readImportRow, type ImportCells } from './read-import-row.ts';

export const MAX_IMPORT_ROWS = 500_000;
const PAGE_ROWS = 1_000;
const MAX_LINE_CHARACTERS = 10_000;

export interface DeviceList {
  /** Good lines, page by page; what is wrong with the others goes into `faults` on the way. */
  readonly pages: AsyncIterable<readonly DeviceImportRow[]>;
  readonly faults: readonly ImportFault[];
  /** Lines with data so far. */
  rows(): number;
}

/**
 * Reads a spooled CSV file in pages. A file without a usable header, or that is no CSV, is refused as a whole.
 * @throws Problem request.invalid, from the iteration
 */
export function readDeviceList(path: string, defaultProvider: string | undefined): DeviceList {
  const faults: ImportFault[] = [];
  let rows = 0;

  async function* pages(): AsyncGenerator<readonly DeviceImportRow[]> {
    const seen = new Set<string>();
    let page: DeviceImportRow[] = [];
    for await (const { line, cells } of lines(path, defaultProvider !== undefined)) {
      rows += 1;
      if (rows > MAX_IMPORT_ROWS) throw tooManyRows(line);
      const row = readImportRow(line, cells, defaultProvider, faults);
      if (row === undefined || isRepeated(row, seen, faults)) continue;
      page.push(row);
      if (page.length < PAGE_ROWS) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  }

  return { pages: pages(), faults, rows: () => rows };
}

/** The first line of a device is the one that counts. */
function isRepeated(row: DeviceImportRow, seen: Set<string>, faults: ImportFault[]): boolean {
  const key = `${row.serviceProviderId}/${row.iccid}`;
  if (!seen.has(key)) {
    seen.add(key);
    return false;
  }
  const detail = 'The device stands in the file more than once; the first line is the one that counts.';
  faults.push({ line: row.line, column: 'iccid', code: 'import.duplicate', detail });
  return true;
}

interface Line {
  readonly line: number;
  readonly cells: ImportCells;
}

async function* lines(path: string, hasDefaultProvider: boolean): AsyncGenerator<Line> {
  const parser = parse({
    bom: true,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: MAX_LINE_CHARACTERS,
  });
  // A fault of the file reaches the parser, which throws it below; and the file is closed when the reading ends early.
  pipeline(createReadStream(path), parser, () => undefined);
  let columns: readonly ImportColumn[] | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (columns !== undefined) {
        yield { line: info.lines, cells: cellsOf(columns, record) };
        continue;
      }
      const header = readHeader(record, hasDefaultProvider);
      if (!header.ok) throw invalidRequest(header.faults);
      columns = header.columns;
    }
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error) : error;
  }
  if (columns === undefined) {
    const detail = 'The file is empty: it needs a line with the names of the columns.';
    throw invalidRequest([{ pointer: '/lines/1', code: 'import.empty', detail }]);
  }
}

function cellsOf(columns: readonly ImportColumn[], record: readonly string[]): ImportCells {
  return Object.fromEntries(columns.map((column, index) => [column, record[index] ?? '']));
}

function unreadable(error: CsvError) {
  const line = typeof error['lines'] === 'number' ? error['lines'] : 0;
  const detail = `The file cannot be read as CSV here: ${error.message}`.slice(0, 300);
  return invalidRequest([{ pointer: `/lines/${String(line)}`, code: 'import.unreadable', detail }]);
}

function tooManyRows(line: number) {
  const detail = `A file may have ${String(MAX_IMPORT_ROWS)} lines of devices. Split it.`;
  return invalidRequest([{ pointer: `/lines/${String(line)}`, code: 'import.too_many_rows', detail }]);
}
