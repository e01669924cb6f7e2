/** What a cell holds: a text, or something that a spreadsheet keeps in another way. */
export type Cell = string | TypedCell;

/** `text` is the cached result of a formula, the ISO date of a date, else what the file says. */
export interface TypedCell {
  readonly kind: 'number' | 'date' | 'formula' | 'error';
  readonly text: string;
}

/** One row of a file that is not blank, with the number a spreadsheet shows; cells by their column, counted from 0. */
export interface FileRow {
  readonly row: number;
  readonly cells: readonly (Cell | undefined)[];
}

/** Marks of direction and of no width, which web pages and address books put around numbers. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;

/** What was meant: without blanks around it, the apostrophe that marks a text, or the `="…"` that some programs write for it. */
export function plainText(raw: string): string {
  const text = raw.replaceAll(INVISIBLE, '').trim();
  if (text.startsWith("'")) return text.slice(1).trim();
  const quoted = /^="(.*)"$/s.exec(text)?.[1];
  return quoted === undefined ? text : quoted.replaceAll('""', '"').trim();
}

export function isFilled(cell: Cell | undefined): cell is Cell {
  return cell !== undefined && (typeof cell !== 'string' || plainText(cell) !== '');
}

/** The letters a spreadsheet shows for a column, counted from 0: A, B, …, Z, AA. */
export function columnLetters(column: number): string {
  const rest = Math.floor(column / 26);
  return `${rest === 0 ? '' : columnLetters(rest - 1)}${String.fromCharCode(65 + (column % 26))}`;
}
