import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { csvDialectOf } from './csv-dialect.ts';
import { isFilled, type FileRow } from './file-row.ts';
import { UnreadableFileError } from './file-notes.ts';
import { decoded, encodingOf } from './text-encoding.ts';

/** Far longer than any honest row; a file without line ends is not one row of 100 MB. */
const MAX_ROW_CHARACTERS = 100_000;

/**
 * The rows of a CSV file that are not blank, counted as a spreadsheet counts them: blank rows count, a line break inside quotes does not.
 * @throws UnreadableFileError
 */
export async function* csvRows(path: string): AsyncGenerator<FileRow> {
  const encoding = await encodingOf(path);
  const { delimiter, hasSeparatorLine } = await csvDialectOf(path, encoding);
  const parser = parse({
    delimiter,
    // A quote inside a cell, as in ="8901…", belongs to the cell.
    relax_quotes: true,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: MAX_ROW_CHARACTERS,
  });
  // A fault of the source reaches the parser, which throws it below.
  pipeline(Readable.from(decoded(path, encoding)), parser, () => undefined);
  const hiddenRows = hasSeparatorLine ? 1 : 0;
  let row = -hiddenRows;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row += 1;
      if (row > 0 && cells.some(isFilled)) yield { row, cells };
    }
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error, rowOf(error) - hiddenRows) : error;
  }
}

/** The row that the parser was in: rows before it may not have been handed over yet. */
function rowOf(error: CsvError): number {
  const records: unknown = error['records'];
  return typeof records === 'number' ? records + 1 : 1;
}

function unreadable(error: CsvError, row: number): UnreadableFileError {
  const detail =
    error.code === 'CSV_MAX_RECORD_SIZE'
      ? `Row ${String(row)} is longer than ${String(MAX_ROW_CHARACTERS)} characters: a quote may be missing there or before.`
      : `From row ${String(row)} on the file cannot be read as CSV: a quote is opened and not closed, or stands in the wrong place. Save the list as CSV or .xlsx again.`;
  return new UnreadableFileError('upload.damaged', detail, row);
}
