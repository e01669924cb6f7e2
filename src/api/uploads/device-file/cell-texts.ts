import type { RequestFault } from '../../../domain/change-request.ts';
import { DEVICE_COLUMNS, type DeviceColumn, type DeviceHeader } from './device-columns.ts';
import { columnLetters, isFilled, plainText, type FileRow, type TypedCell } from './file-row.ts';

/** What the known columns of a row say; a blank cell is absent. */
export type CellTexts = { readonly [Column in DeviceColumn]?: string };

const AS_TEXT =
  'Format the column as text first, and then paste the values into it again; formatting it afterwards does not bring the digits back.';

/** Takes the texts out of the cells. What a cell holds instead of a text, or beside the columns, is a fault. */
export function readCells(
  { row, cells }: FileRow,
  { places, titles }: DeviceHeader,
  found: RequestFault[],
): CellTexts {
  const texts: { [Column in DeviceColumn]?: string } = {};
  for (const column of DEVICE_COLUMNS) {
    const place = places.get(column);
    const cell = place === undefined ? undefined : cells[place];
    if (place === undefined || !isFilled(cell)) continue;
    const refusal = typeof cell === 'string' ? undefined : refusalOf(cell, column, place, row);
    if (refusal === undefined) texts[column] = typeof cell === 'string' ? plainText(cell) : cell.text;
    else found.push({ pointer: `/${column}`, ...refusal });
  }
  cells.forEach((cell, place) => {
    if ((titles[place] ?? '') !== '' || !isFilled(cell)) return;
    const detail =
      'the cell is filled, and nothing stands above it in the header. Give the column a name, or clear the cell; a separator inside a value needs quotes around the value.';
    found.push({ pointer: `/${String(place)}`, code: 'upload.cell_without_header', detail });
  });
  return texts;
}

type Refusal = Pick<RequestFault, 'code' | 'detail'>;

function refusalOf(cell: TypedCell, column: DeviceColumn, place: number, row: number): Refusal | undefined {
  switch (cell.kind) {
    case 'formula': {
      const detail = `the cell ${columnLetters(place)}${String(row)} holds a formula. Copy the column and paste it as values.`;
      return { code: 'upload.cell_formula', detail };
    }
    case 'error':
      return {
        code: 'upload.cell_error',
        detail: `the cell shows the error ${cell.text.slice(0, 20)}. Enter the value itself.`,
      };
    case 'number':
      return column === 'effectiveDate' ? noDate(cell) : numeric(cell);
    case 'date':
      return column === 'effectiveDate' ? undefined : numeric(cell);
  }
}

function numeric({ text }: TypedCell): Refusal {
  const detail = `the cell holds the number ${text.slice(0, 40)}. A spreadsheet keeps 15 digits of a number and drops leading zeros, so it may have lost some. ${AS_TEXT}`;
  return { code: 'upload.cell_numeric', detail };
}

function noDate({ text }: TypedCell): Refusal {
  const detail = `the cell holds the number ${text.slice(0, 40)} and no date. Format it as a date, or write it as text such as 2026-12-01.`;
  return { code: 'effective_date.malformed', detail };
}
