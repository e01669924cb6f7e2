import { isFilled, type Cell, type FileRow } from '../file-row.ts';
import { damaged, type Archive } from './archive.ts';
import { cellOf, type CellContext, type RawCell } from './cell-value.ts';
import { xmlPieces, type XmlHandlers } from './xml-stream.ts';

const MAX_ROWS = 1_048_576;
const MAX_COLUMNS = 16_384;

/** The rows of a sheet that are not blank. Of merged cells only the first holds something. @throws UnreadableFileError */
export async function* sheetRows(
  archive: Archive,
  path: string,
  context: CellContext,
): AsyncGenerator<FileRow> {
  const rows: FileRow[] = [];
  const stream = await archive.open(path);
  try {
    for await (const _piece of xmlPieces(
      stream,
      handlersFor(context, (row) => rows.push(row)),
    )) {
      yield* rows.splice(0);
    }
  } finally {
    stream.destroy();
  }
}

type OpenCell = { -readonly [Key in keyof RawCell]: RawCell[Key] } & { readonly column: number };

function handlersFor(context: CellContext, emit: (row: FileRow) => void): XmlHandlers {
  let row = 0;
  let cells: (Cell | undefined)[] = [];
  let cell: OpenCell | undefined;
  let isValue = false;
  let isPhonetic = false;

  return {
    open: (name, attributes) => {
      if (name === 'row') {
        row = rowNumber(attributes['r'], row);
        cells = [];
      } else if (name === 'c') cell = openCell(attributes, cells.length);
      else if (name === 'f' && cell !== undefined) cell.hasFormula = true;
      else if (name === 'rPh') isPhonetic = true;
      else if (name === 'v' || name === 't') isValue = true;
    },
    text: (text) => {
      if (isValue && !isPhonetic && cell !== undefined) cell.value += text;
    },
    close: (name) => {
      if (name === 'v' || name === 't') isValue = false;
      else if (name === 'rPh') isPhonetic = false;
      else if (name === 'c' && cell !== undefined) {
        cells[cell.column] = cellOf(cell, context);
        cell = undefined;
      } else if (name === 'row' && cells.some(isFilled)) emit({ row, cells });
    },
  };
}

function openCell(attributes: Readonly<Record<string, string>>, next: number): OpenCell {
  return {
    column: columnNumber(attributes['r'], next),
    type: attributes['t'] ?? 'n',
    style: Number(attributes['s'] ?? 0),
    hasFormula: false,
    value: '',
  };
}

/** Rows and cells may leave out where they stand; they then follow the one before. */
function rowNumber(reference: string | undefined, last: number): number {
  const row = reference === undefined ? last + 1 : Number(reference);
  if (Number.isInteger(row) && row > last && row <= MAX_ROWS) return row;
  throw damaged(new Error('its rows are not in order'));
}

function columnNumber(reference: string | undefined, next: number): number {
  const letters = reference === undefined ? undefined : /^[A-Z]{1,3}/.exec(reference)?.[0];
  const column = letters === undefined ? next : columnOf(letters);
  if (column >= next && column < MAX_COLUMNS) return column;
  throw damaged(new Error('its cells are not in order'));
}

/** Counted from 0. */
function columnOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
