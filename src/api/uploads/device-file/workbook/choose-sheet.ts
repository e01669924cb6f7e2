import { UnreadableFileError } from '../file-notes.ts';
import type { Sheet } from './workbook-parts.ts';

/** The sheet that counts where several have content. */
export const DEVICES_SHEET = 'Devices';

/**
 * The sheet with the devices: the one of that name, or the only one with content. Hidden sheets are refused, since nobody can say
 * whether what they hold was meant.
 * @throws UnreadableFileError
 */
export async function chooseSheet(
  sheets: readonly Sheet[],
  hasContent: (sheet: Sheet) => Promise<boolean>,
): Promise<Sheet> {
  const hidden = sheets.filter(({ isHidden }) => isHidden);
  if (hidden.length > 0) throw hiddenSheets(hidden);
  const named = sheets.find(({ name }) => name.trim().toLowerCase() === DEVICES_SHEET.toLowerCase());
  if (named !== undefined) return named;
  const filled: Sheet[] = [];
  for (const sheet of sheets) if (await hasContent(sheet)) filled.push(sheet);
  const [only, ...others] = filled;
  if (only === undefined) throw new UnreadableFileError('upload.empty', 'The workbook has no filled cell.');
  if (others.length > 0) throw ambiguous(filled);
  return only;
}

function hiddenSheets(hidden: readonly Sheet[]): UnreadableFileError {
  const detail = `The workbook has hidden sheets: ${namesOf(hidden)}. Show them or delete them, so that what you see is what is sent.`;
  return new UnreadableFileError('upload.sheet_hidden', detail);
}

function ambiguous(filled: readonly Sheet[]): UnreadableFileError {
  const detail = `Several sheets have content: ${namesOf(filled)}. Name the one with the devices "${DEVICES_SHEET}", or delete the others.`;
  return new UnreadableFileError('upload.sheet_ambiguous', detail);
}

function namesOf(sheets: readonly Sheet[]): string {
  return sheets
    .slice(0, 10)
    .map(({ name }) => `"${name.slice(0, 40)}"`)
    .join(', ');
}
