import { UnreadableFileError } from './file-notes.ts';
import { firstBytes } from './first-bytes.ts';
import { looksLikeUtf16 } from './text-encoding.ts';

/** What can be read. */
export type FileKind = 'text' | 'workbook';

/** How other kinds of file begin, and what to do with them. */
const OTHER_KINDS = [
  {
    begins: 'd0cf11e0a1b11ae1',
    code: 'upload.protected',
    is: 'a workbook that is protected with a password, or one of the old format .xls',
  },
  { begins: '25504446', code: 'upload.kind_unsupported', is: 'a PDF document' },
  { begins: '89504e47', code: 'upload.kind_unsupported', is: 'an image' },
  { begins: 'ffd8ff', code: 'upload.kind_unsupported', is: 'an image' },
  { begins: '47494638', code: 'upload.kind_unsupported', is: 'an image' },
  { begins: '1f8b', code: 'upload.kind_unsupported', is: 'a compressed file' },
  { begins: '7b5c727466', code: 'upload.kind_unsupported', is: 'an RTF document' },
] as const;

const SAVE_AS = 'Save the list as .xlsx (without a password) or as CSV and send that.';

/**
 * Tells the kind of a file by how it begins, never by its name alone.
 * @throws UnreadableFileError for an empty file, one of another kind, and one that is not what its name says
 */
export async function fileKindOf(path: string, fileName: string, contentType: string): Promise<FileKind> {
  const sample = await firstBytes(path);
  if (sample.length === 0) throw new UnreadableFileError('upload.empty', 'The file is empty.');
  const start = sample.toString('hex');
  const other = OTHER_KINDS.find(({ begins }) => start.startsWith(begins));
  if (other !== undefined) throw unsupported(other.code, other.is);
  const kind: FileKind = start.startsWith('504b0304') ? 'workbook' : 'text';
  const saidKind = kindByName(fileName) ?? kindByContentType(contentType);
  if (kind === 'workbook') {
    if (saidKind === 'text') throw mismatch('CSV', 'an Excel workbook or another ZIP archive');
    return kind;
  }
  const text = looksLikeUtf16(sample) === undefined ? sample.toString('latin1') : '';
  if (isMarkup(text))
    throw unsupported('upload.kind_unsupported', 'a web page or XML document, whatever its name says');
  if (hasControlCharacters(text)) throw unsupported('upload.kind_unsupported', 'neither text nor a workbook');
  if (saidKind === 'workbook') throw mismatch('an Excel workbook', 'plain text');
  return kind;
}

function kindByName(name: string): FileKind | undefined {
  if (/\.(csv|tsv|txt)$/i.test(name)) return 'text';
  return /\.(xlsx|xlsm|xls)$/i.test(name) ? 'workbook' : undefined;
}

/** Only where the name says nothing: browsers on Windows send CSV as an Excel file. */
function kindByContentType(contentType: string): FileKind | undefined {
  if (contentType.startsWith('text/')) return 'text';
  return contentType.includes('spreadsheetml') ? 'workbook' : undefined;
}

function isMarkup(text: string): boolean {
  return /^(ï»¿)?\s*<(!doctype|\?xml|html|head|body|table|meta|!--)/i.test(text);
}

function hasControlCharacters(text: string): boolean {
  return /[\0-\x08\x0e-\x19]/.test(text);
}

function unsupported(code: string, is: string): UnreadableFileError {
  return new UnreadableFileError(code, `The file is ${is}. ${SAVE_AS}`);
}

function mismatch(said: string, found: string): UnreadableFileError {
  const detail = `The file is not what its name says: it is called ${said} and is ${found}. Save the list as .xlsx or as CSV, under the ending that belongs to it, and send that.`;
  return new UnreadableFileError('upload.kind_mismatch', detail);
}
