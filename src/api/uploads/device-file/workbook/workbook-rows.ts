import type { FileRow } from '../file-row.ts';
import { openArchive, type Archive } from './archive.ts';
import type { CellContext } from './cell-value.ts';
import { chooseSheet } from './choose-sheet.ts';
import { readDateStyles } from './date-styles.ts';
import { readSharedStrings } from './shared-strings.ts';
import { sheetRows } from './sheet-rows.ts';
import { readWorkbookParts } from './workbook-parts.ts';

/**
 * The rows of the sheet with the devices, streamed; in memory are the texts that cells refer to, and nothing else of the workbook.
 * @throws UnreadableFileError
 */
export async function* workbookRows(path: string): AsyncGenerator<FileRow> {
  const archive = await openArchive(path);
  try {
    const { sheets, from1904, sharedStringsPath, stylesPath } = await readWorkbookParts(archive);
    const context: CellContext = {
      from1904,
      strings: await readSharedStrings(archive, sharedStringsPath),
      isDateStyle: await readDateStyles(archive, stylesPath),
    };
    const sheet = await chooseSheet(sheets, ({ path: part }) => hasRows(archive, part, context));
    yield* sheetRows(archive, sheet.path, context);
  } finally {
    archive.close();
  }
}

async function hasRows(archive: Archive, path: string, context: CellContext): Promise<boolean> {
  for await (const _row of sheetRows(archive, path, context)) return true;
  return false;
}
