import type { FileNote } from './file-notes.ts';

/** Warns of a row that was left out, since its device stands in the file already. */
export function repetitionNote(row: number, column: string, first: number): FileNote {
  const detail = `Row ${String(row)} names the same device as row ${String(first)}; row ${String(first)} is the one that counts.`;
  return { row, column, code: 'upload.duplicate_device', detail };
}
