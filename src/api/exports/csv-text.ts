import { stringify } from 'csv-stringify/sync';
import type { ResultRow } from '../../db/result-rows.ts';

/** The columns of a file in their order: the name in the header, and what a row has there. Null is an empty cell. */
export type CsvColumns = Readonly<Record<string, (row: ResultRow) => string | number | null>>;

/** Without it, spreadsheets read UTF-8 as their own alphabet, and an umlaut becomes two signs. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Pages of rows as CSV (RFC 4180, UTF-8 with a byte order mark), a text for each page. A cell that a spreadsheet would
 * take for a formula gets an apostrophe in front.
 */
export async function* csvTexts(
  columns: CsvColumns,
  pages: AsyncIterable<readonly ResultRow[]>,
): AsyncGenerator<string, undefined> {
  const cells = Object.values(columns);
  let header = BYTE_ORDER_MARK + toLines([Object.keys(columns)]);
  for await (const rows of pages) {
    yield header + toLines(rows.map((row) => cells.map((cellOf) => cellOf(row))));
    header = '';
  }
  // A change without such rows is a file with a header, not an empty one.
  if (header !== '') yield header;
}

function toLines(records: readonly (readonly (string | number | null)[])[]): string {
  return stringify([...records], { escape_formulas: true, record_delimiter: 'windows' });
}
