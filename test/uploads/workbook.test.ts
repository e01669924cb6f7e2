import writeExcelFile from 'write-excel-file/node';
import { describe, expect, test } from 'vitest';
import { textRow, workbookFile, type TestSheet, type TestWorkbook } from '../support/workbook-file.ts';
import { zipFile } from '../support/zip-file.ts';
import { GOOD, readBytes } from './read-bytes.ts';

const [A, B, C] = GOOD;
const read = (workbook: TestWorkbook) => readBytes(workbookFile(workbook), 'devices.xlsx');
const readRows = (...rows: string[]) => read({ sheets: [{ rows: rows.join('') }] });
const cell = (reference: string, inner: string, attributes = '') =>
  `<c r="${reference}" ${attributes}>${inner}</c>`;

test('a workbook that a library writes is read', async () => {
  const bytes = await writeExcelFile(
    [
      ['ICCID', 'IMEI', 'Effective Date'],
      [A, '350000000000006', { value: new Date('2027-03-01T00:00:00Z'), type: Date, format: 'dd.mm.yyyy' }],
      [B, null, null],
    ],
    { sheet: 'Devices' },
  ).toBuffer();
  expect((await readBytes(bytes, 'devices.xlsx')).lines).toEqual([
    [2, A, 'ICCID', '350000000000006', '2027-03-01T00:00:00.000Z', null],
    [3, B, 'ICCID', null, null, null],
  ]);
});

test('shared, inline and rich texts are read, without what is written above them', async () => {
  const { lines } = await read({
    strings: `<si><t>ICCID</t></si><si><r><t>8901000</t></r><r><t>000000000019</t></r><rPh><t>x</t></rPh></si>`,
    sheets: [
      {
        rows: `<row r="1">${cell('A1', '<v>0</v>', 't="s"')}</row><row r="2">${cell('A2', '<v>1</v>', 't="s"')}</row>${textRow(3, B)}<row r="4">${cell('A4', `<v>${C}</v>`, 't="str"')}</row>`,
      },
    ],
  });
  expect(lines.map(([row, iccid]) => [row, iccid])).toEqual([
    [2, A],
    [3, B],
    [4, C],
  ]);
});

test('rows and cells that do not say where they stand follow the one before', async () => {
  const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
  const { lines } = await readRows(
    `<row>${inline('Note')}${inline('ICCID')}</row><row>${inline('x')}${inline(A)}</row>`,
  );
  expect(lines).toEqual([[2, A, 'ICCID', null, null, null]]);
});

test('blank rows, merged cells and cells that only have a format count for nothing', async () => {
  const { lines, faults } = await readRows(
    textRow(2, 'ICCID', 'IMEI'),
    textRow(4, A),
    `<row r="5">${cell('A5', '', 's="1"')}${cell('Z5', '', 's="1"')}</row>`,
    '<row r="6"/>',
    textRow(9, B),
  );
  expect([lines.map(([row]) => row), faults]).toEqual([[4, 9], []]);
});

describe('a cell that is no text is refused with its place and what to do', () => {
  test.each([
    [
      'a number as ICCID',
      'A2',
      '<v>8901000000000000000</v>',
      '',
      '2 iccid upload.cell_numeric',
      /^Row 2, column A \(ICCID\): .*number 8901000000000000000.*Format the column as text first/,
    ],
    [
      'a number as IMEI',
      'B2',
      '<v>350000000000006</v>',
      '',
      '2 imei upload.cell_numeric',
      /column B \(IMEI\)/,
    ],
    [
      'a formula',
      'A2',
      `<f>B2</f><v>${A}</v>`,
      't="str"',
      '2 iccid upload.cell_formula',
      /cell A2 holds a formula/,
    ],
    [
      'a shared formula without a result',
      'A2',
      '<f t="shared" si="0"/>',
      '',
      '2 iccid upload.cell_formula',
      /paste it as values/,
    ],
    ['an error', 'A2', '<v>#N/A</v>', 't="e"', '2 iccid upload.cell_error', /#N\/A/],
    ['a boolean', 'A2', '<v>1</v>', 't="b"', '2 iccid device.identifier_malformed', /TRUE/],
    [
      'a number as date',
      'C2',
      '<v>46357</v>',
      '',
      '2 effectiveDate effective_date.malformed',
      /Format it as a date/,
    ],
    [
      'scientific notation in a text',
      'A2',
      '<is><t>8.901E+18</t></is>',
      't="inlineStr"',
      '2 iccid device.identifier_malformed',
      /scientific/,
    ],
  ])('%s', async (_name, reference, inner, attributes, fault, detail) => {
    const others = reference === 'A2' ? '' : cell('A2', `<is><t>${A}</t></is>`, 't="inlineStr"');
    const { faults, detail: found } = await readRows(
      textRow(1, 'ICCID', 'IMEI', 'Date'),
      `<row r="2">${others}${cell(reference, inner, attributes)}</row>`,
    );
    expect(faults).toEqual([fault]);
    expect(found).toMatch(detail);
  });
});

test('formulas, numbers and errors in other columns disturb nobody', async () => {
  const { faults, lines } = await readRows(
    textRow(1, 'ICCID', 'Usage'),
    `<row r="2">${cell('A2', `<is><t>${A}</t></is>`, 't="inlineStr"')}${cell('B2', '<f>1/0</f><v>#DIV/0!</v>', 't="e"')}</row>`,
  );
  expect([faults, lines.length]).toEqual([[], 1]);
});

describe('a cell with the format of a date is a date', () => {
  const formats = [14, 'yyyy\\-mm\\-dd hh:mm', '[$-409]d&quot;. of &quot;mmmm', '0.00&quot;days&quot;'];
  const dated = (style: number, serial: string, date1904 = false) =>
    read({
      formats,
      date1904,
      sheets: [
        {
          rows: `${textRow(1, 'ICCID', 'Date')}<row r="2">${cell('A2', `<is><t>${A}</t></is>`, 't="inlineStr"')}${cell('B2', `<v>${serial}</v>`, `s="${String(style)}"`)}</row>`,
        },
      ],
    });
  test.each([
    ['built in', 1, '46357', false, '2026-12-01T00:00:00.000Z'],
    ['with a time', 2, '46357.354166666664', false, '2026-12-01T08:30:00.000Z'],
    ['with words and a language', 3, '46357', false, '2026-12-01T00:00:00.000Z'],
    ['counted from 1904', 1, '44895', true, '2026-12-01T00:00:00.000Z'],
  ])('%s', async (_name, style, serial, date1904, instant) => {
    expect((await dated(style, serial, date1904)).lines[0]?.[4]).toBe(instant);
  });

  test.each([
    ['a mere time', 2, '0.5'],
    ['a number with a unit', 4, '46357'],
  ])('but not %s', async (_name, style, serial) => {
    expect((await dated(style, serial)).faults).toEqual(['2 effectiveDate effective_date.malformed']);
  });
});

describe('the sheet is never guessed', () => {
  const full: TestSheet = { name: 'List', rows: textRow(1, 'ICCID') + textRow(2, A) };
  const other: TestSheet = { name: 'Notes', rows: textRow(1, 'hello') };

  test('the only one with content counts', async () => {
    expect((await read({ sheets: [{ name: 'Empty', rows: '' }, full] })).lines).toHaveLength(1);
  });
  test('of several the one called Devices counts', async () => {
    const { lines } = await read({ sheets: [other, { ...full, name: 'DEVICES' }] });
    expect(lines).toHaveLength(1);
  });
  test('several with content are refused by name', async () => {
    const { faults, detail } = await read({ sheets: [full, other] });
    expect(faults).toEqual(['0  upload.sheet_ambiguous']);
    expect(detail).toContain('"List", "Notes"');
  });
  test.each(['hidden', 'veryHidden'] as const)('a sheet that is %s is refused by name', async (state) => {
    const { faults, detail } = await read({
      sheets: [
        { ...full, name: 'Devices' },
        { ...other, state },
      ],
    });
    expect(faults).toEqual(['0  upload.sheet_hidden']);
    expect(detail).toContain('"Notes"');
  });
  test('a workbook without any content is empty', async () => {
    expect((await read({ sheets: [{ rows: '' }] })).faults).toEqual(['0  upload.empty']);
  });
});

describe('a hostile or broken workbook is a clear fault', () => {
  const sheet = { rows: textRow(1, 'ICCID') + textRow(2, A) };
  const bomb = { name: 'xl/media/image1.png', content: Buffer.alloc(200 * 1024 * 1024) };
  test.each<[string, Buffer, string]>([
    ['a zip bomb', workbookFile({ sheets: [sheet], more: [bomb] }), 'upload.inflates_too_much'],
    [
      'one with too many parts',
      workbookFile({
        sheets: [sheet],
        more: Array.from({ length: 2_001 }, (_, n) => ({ name: `x${String(n)}`, content: '' })),
      }),
      'upload.inflates_too_much',
    ],
    [
      'one whose sizes are false',
      workbookFile({ sheets: [sheet], more: [{ name: 'x', content: 'x'.repeat(9_999), saidSize: 10 }] }),
      'upload.damaged',
    ],
    ['one that breaks off', workbookFile({ sheets: [sheet] }).subarray(0, 800), 'upload.damaged'],
    ['one whose sheet is no XML', workbookFile({ sheets: [{ rows: '<row><c>' }] }), 'upload.damaged'],
    [
      'rows out of order',
      workbookFile({ sheets: [{ rows: textRow(5, 'ICCID') + textRow(2, A) }] }),
      'upload.damaged',
    ],
    [
      'a text that is not there',
      workbookFile({ sheets: [{ rows: `<row>${cell('A1', '<v>7</v>', 't="s"')}</row>` }] }),
      'upload.damaged',
    ],
    [
      'a ZIP archive that is no workbook',
      zipFile([{ name: 'a.txt', content: 'hello' }]),
      'upload.kind_unsupported',
    ],
    [
      'an archive with a password',
      zipFile([{ name: 'a.txt', content: 'hello' }], { flags: 1 }),
      'upload.protected',
    ],
  ])('%s', async (_name, bytes, code) => {
    const { faults, lines } = await readBytes(bytes, 'devices.xlsx');
    expect([faults, lines]).toEqual([[`0  ${code}`], []]);
  });

  test('entities of a document type are refused, not unfolded', async () => {
    const xml = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><workbook>&b;</workbook>';
    const rels =
      '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="w.xml"/></Relationships>';
    const bytes = zipFile([
      { name: '_rels/.rels', content: rels },
      { name: 'w.xml', content: xml },
    ]);
    expect((await readBytes(bytes, 'devices.xlsx')).faults).toEqual(['0  upload.damaged']);
  });
});
