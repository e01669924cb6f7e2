import { zipFile, type ZipEntry } from './zip-file.ts';

export interface TestSheet {
  readonly name?: string;
  readonly state?: 'hidden' | 'veryHidden';
  /** The rows as XML; see `textRow`. */
  readonly rows: string;
}

export interface TestWorkbook {
  readonly sheets: readonly TestSheet[];
  /** The `si` elements of the shared strings. */
  readonly strings?: string;
  /** Number formats of the cell styles, in their order. */
  readonly formats?: readonly (number | string)[];
  readonly date1904?: boolean;
  readonly more?: readonly ZipEntry[];
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook with the parts that a spreadsheet program writes, from its XML. */
export function workbookFile({
  sheets,
  strings = '',
  formats = [],
  date1904,
  more = [],
}: TestWorkbook): Buffer {
  return zipFile([
    { name: '_rels/.rels', content: relations([['main', 'officeDocument', 'xl/workbook.xml']]) },
    { name: 'xl/workbook.xml', content: sheetList(sheets, date1904 === true) },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: relations([
        ...sheets.map((_sheet, index) => [`s${String(index)}`, 'worksheet', sheetPath(index)] as const),
        ['strings', 'sharedStrings', 'sharedStrings.xml'],
        ['styles', 'styles', '/xl/styles.xml'],
      ]),
    },
    { name: 'xl/sharedStrings.xml', content: `<sst xmlns="${MAIN}">${strings}</sst>` },
    { name: 'xl/styles.xml', content: styles(formats) },
    ...sheets.map(({ rows }, index) => ({
      name: `xl/${sheetPath(index)}`,
      content: `<?xml version="1.0"?><worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`,
    })),
    ...more,
  ]);
}

/** A row of inline texts; an empty one is no cell. */
export function textRow(row: number, ...cells: readonly string[]): string {
  const inner = cells.map((text, index) =>
    text === '' ? '' : `<c r="${letter(index)}${String(row)}" t="inlineStr"><is><t>${text}</t></is></c>`,
  );
  return `<row r="${String(row)}">${inner.join('')}</row>`;
}

function letter(index: number): string {
  return String.fromCharCode(65 + index);
}

function sheetPath(index: number): string {
  return `worksheets/sheet${String(index + 1)}.xml`;
}

function relations(entries: readonly (readonly [id: string, kind: string, target: string])[]): string {
  const inner = entries.map(
    ([id, kind, target]) => `<Relationship Id="${id}" Type="${RELATIONS}/${kind}" Target="${target}"/>`,
  );
  return `<Relationships>${inner.join('')}</Relationships>`;
}

function sheetList(sheets: readonly TestSheet[], date1904: boolean): string {
  const inner = sheets.map(({ name = `Sheet${String(sheets.length)}`, state }, index) => {
    const stateText = state === undefined ? '' : ` state="${state}"`;
    return `<sheet name="${name}" sheetId="${String(index + 1)}"${stateText} r:id="s${String(index)}"/>`;
  });
  return `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${inner.join('')}</sheets></workbook>`;
}

function styles(formats: readonly (number | string)[]): string {
  const own = formats.map((format, index) =>
    typeof format === 'string' ? `<numFmt numFmtId="${String(200 + index)}" formatCode="${format}"/>` : '',
  );
  const cells = formats.map(
    (format, index) => `<xf numFmtId="${String(typeof format === 'string' ? 200 + index : format)}"/>`,
  );
  return `<styleSheet xmlns="${MAIN}"><numFmts>${own.join('')}</numFmts><cellXfs><xf numFmtId="0"/>${cells.join('')}</cellXfs></styleSheet>`;
}
