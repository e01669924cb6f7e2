import { describe, expect, test } from 'vitest';
import { textRow, workbookFile } from '../support/workbook-file.ts';
import { GOOD, readBytes } from './read-bytes.ts';

const [A] = GOOD;
const CSV = `ICCID\n${A}\n`;
const XLSX = workbookFile({ sheets: [{ rows: textRow(1, 'ICCID') + textRow(2, A) }] });
const OLE = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);

describe('a file that is no list is told what it is', () => {
  test.each<[string, string, string | Buffer, string, RegExp]>([
    [
      'an old or protected workbook',
      'devices.xls',
      OLE,
      'upload.protected',
      /password.*\.xls.*Save the list as \.xlsx/,
    ],
    ['a protected workbook called .xlsx', 'devices.xlsx', OLE, 'upload.protected', /password/],
    [
      'a web page called .xls',
      'devices.xls',
      '<html><table><tr><td>1',
      'upload.kind_unsupported',
      /web page/,
    ],
    [
      'an XML spreadsheet',
      'devices.xml',
      '<?xml version="1.0"?><Workbook/>',
      'upload.kind_unsupported',
      /XML/,
    ],
    ['a PDF called .csv', 'devices.csv', '%PDF-1.7 …', 'upload.kind_unsupported', /PDF/],
    ['an image', 'devices.xlsx', Buffer.from('89504e470d0a1a0a', 'hex'), 'upload.kind_unsupported', /image/],
    [
      'a compressed file',
      'devices.csv.gz',
      Buffer.from('1f8b0800', 'hex'),
      'upload.kind_unsupported',
      /compressed/,
    ],
    [
      'a program',
      'devices.csv',
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 3, 9]),
      'upload.kind_unsupported',
      /neither text/,
    ],
    ['a workbook called .csv', 'devices.csv', XLSX, 'upload.kind_mismatch', /not what its name says/],
    ['a CSV file called .xlsx', 'devices.xlsx', CSV, 'upload.kind_mismatch', /not what its name says/],
    ['a CSV file called .xls', 'devices.xls', CSV, 'upload.kind_mismatch', /not what its name says/],
  ])('%s', async (_name, fileName, content, code, detail) => {
    const reading = await readBytes(content, fileName);
    expect(reading.faults).toEqual([`0  ${code}`]);
    expect(reading.detail).toMatch(detail);
  });
});

test.each<[string, string, string | Buffer, string]>([
  ['CSV that Windows calls an Excel file', 'devices.csv', CSV, 'application/vnd.ms-excel'],
  ['CSV without a name', '', CSV, 'text/csv'],
  ['a workbook without a name', '', XLSX, 'application/octet-stream'],
  ['a workbook with macros', 'devices.XLSM', XLSX, ''],
])('%s is read by what it is', async (_name, fileName, content, contentType) => {
  expect((await readBytes(content, fileName, { contentType })).lines).toHaveLength(1);
});
