import { describe, expect, test } from 'vitest';
import { GOOD, readBytes } from './read-bytes.ts';

const [A, B, C] = GOOD;

describe('a CSV file is read whatever its encoding is', () => {
  const text = `ICCID,Größe\r\n${A},ä\r\n`;
  const utf16be = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 BE with a mark', utf16be],
    ['UTF-16 LE without a mark', Buffer.from(text, 'utf16le')],
    ['UTF-16 BE without a mark', utf16be.subarray(2)],
    ['Windows-1252', Buffer.from(text, 'latin1')],
  ])('%s', async (_name, bytes) => {
    const { lines, report } = await readBytes(bytes);
    expect(lines).toEqual([[2, A, 'ICCID', null, null, null]]);
    expect(report.warnings).toMatchObject([{ row: 1, column: 'Größe', code: 'upload.column_ignored' }]);
  });
});

test('a byte that is no UTF-8 late in the file makes it Windows-1252, not broken', async () => {
  const head = Buffer.from(`ICCID,Note\n${`${A},plain\n`.repeat(30_000)}`);
  const { report } = await readBytes(
    Buffer.concat([head, Buffer.from(`${B},Stra\xdfe\n`, 'latin1')]),
    'a.csv',
    {
      maxRows: 50_000,
    },
  );
  expect(report).toMatchObject({ devices: 2, duplicates: 29_999, faults: [] });
});

describe('the separator is found by the header', () => {
  test.each([
    ['comma', `ICCID,IMEI\n${A},350000000000006`],
    ['semicolon', `ICCID;IMEI\n${A};350000000000006`],
    ['tab', `ICCID\tIMEI\n${A}\t350000000000006`],
    ['semicolon, with commas in quotes', `"Size, Weight, Age";ICCID;IMEI\n1;${A};350000000000006`],
    ['as its first line says', `sep=|\r\nICCID|IMEI\r\n${A}|350000000000006`],
  ])('%s', async (_name, text) => {
    expect((await readBytes(text)).lines).toEqual([[2, A, 'ICCID', '350000000000006', null, null]]);
  });
});

test('columns stand in any order, under the names that people give them', async () => {
  const { lines, report } = await readBytes(
    `Start_Date,Device IMEI,Sim-Card Number\n2027-01-02,350000000000006,${A}`,
    'a.csv',
    { timeZone: 'America/New_York' },
  );
  expect(lines).toEqual([[2, A, 'ICCID', '350000000000006', '2027-01-02T05:00:00.000Z', null]]);
  expect(report.columns).toEqual([
    { name: 'effectiveDate', place: 'column A (Start_Date)' },
    { name: 'imei', place: 'column B (Device IMEI)' },
    { name: 'iccid', place: 'column C (Sim-Card Number)' },
  ]);
});

test.each(['MDN', 'phone number', 'Subscriber.Number', 'CTN', 'Mobile Number', 'PHONE #'])(
  'a column %s holds phone numbers',
  async (title) => {
    expect((await readBytes(`${title}\n+1 202-555-0101`)).lines).toEqual([
      [2, '12025550101', 'MSISDN', null, null, null],
    ]);
  },
);

test('rows are counted as a spreadsheet shows them: blank rows count, line breaks in quotes do not', async () => {
  const { lines, report } = await readBytes(
    `\n"ICCID","Note\nwith a break"\n\n${A},"a\r\nb"\n,\n${B},\n\n\n`,
  );
  expect(lines.map(([row]) => row)).toEqual([4, 6]);
  expect(report.rows).toBe(2);
});

test('a text marked by an apostrophe or as ="…" is that text, and marks of direction are dropped', async () => {
  const { lines } = await readBytes(`ICCID\n'${A}\n="${B}"\n"=""${C}"""\n\u202d8901000000000000043\u202c`);
  expect(lines.map(([, iccid]) => iccid)).toEqual([A, B, C, '8901000000000000043']);
});

test('empty columns at the end are no columns, whatever pads the rows', async () => {
  const { faults, warnings, lines } = await readBytes(`ICCID,,,\n${A},,,\n${B},,,,,,\n`);
  expect([faults, warnings, lines.length]).toEqual([[], [], 2]);
});

test('a filled cell without a header is a fault that names the cell', async () => {
  const { faults, detail } = await readBytes(`ICCID,Note\n${A},x,y\n`);
  expect(faults).toEqual(['2  upload.cell_without_header']);
  expect(detail).toMatch(/^Row 2, column C: the cell is filled/);
});

describe('a row is refused with its place and what to do', () => {
  test.each([
    [
      'scientific notation',
      'ICCID',
      '8.91E+18',
      '2 iccid device.identifier_malformed',
      /^Row 2, column A \(ICCID\): .*scientific notation/,
    ],
    [
      'scientific notation with a comma',
      'ICCID',
      '"8,91E+18"',
      '2 iccid device.identifier_malformed',
      /scientific/,
    ],
    [
      'scientific notation of an IMEI',
      'ICCID,IMEI',
      `${A},3.5E+14`,
      '2 imei device.imei_malformed',
      /^Row 2, column B \(IMEI\): .*scientific/,
    ],
    [
      'an IMEI with a wrong check digit',
      'ICCID,IMEI',
      `${A},350000000000001`,
      '2 imei device.imei_malformed',
      /15 digits/,
    ],
    [
      'no identifier',
      'ICCID,IMEI',
      ',350000000000006',
      '2  device.identifier_count',
      /^Row 2: Name the device once/,
    ],
    ['two identifiers', 'ICCID,MSISDN', `${A},12025550101`, '2  device.identifier_count', /once/],
    ['a phone number as ICCID', 'ICCID', '12025550101', '2 iccid device.identifier_malformed', /MSISDN/],
    [
      'a date that is none',
      'ICCID,Date',
      `${A},12/31/2026`,
      '2 effectiveDate effective_date.malformed',
      /^Row 2, column B \(Date\): "12\/31\/2026" is no date/,
    ],
    [
      'a retryOf that is no id',
      'ICCID,retryOf',
      `${A},x`,
      '2 retryOf upload.retry_of_malformed',
      /unchanged/,
    ],
  ])('%s', async (_name, header, row, fault, detail) => {
    const reading = await readBytes(`${header}\n${row}`);
    expect(reading.faults).toEqual([fault]);
    expect(reading.detail).toMatch(detail);
  });
});

test('every fault of a row and of the file is told at once', async () => {
  const { faults } = await readBytes(`ICCID,IMEI,Date\n8.9E+18,1,never\n${A},,\n${B},350000000000001,\n`);
  expect(faults).toEqual([
    '2 iccid device.identifier_malformed',
    '2 imei device.imei_malformed',
    '2 effectiveDate effective_date.malformed',
    '4 imei device.imei_malformed',
  ]);
});

test('a date in a row that corrects a former change is warned of, since the row keeps the date it had', async () => {
  const [one, other] = ['0190c0de-0000-7000-8000-000000000001', '0190c0de-0000-7000-8000-000000000002'];
  const { report, faults } = await readBytes(
    `retryOf,ICCID,Effective Date\n${one},${A},\n${other},${B},2027-03-01T00:00:00Z\n`,
  );
  expect([faults, report.devices]).toEqual([[], 2]);
  expect(report.warnings).toEqual([
    {
      row: 3,
      column: 'effectiveDate',
      code: 'upload.date_ignored',
      detail: expect.stringMatching(/^Row 3: .*keeps the date.*reschedule/) as string,
    },
  ]);
});

test('where both identifiers are filled, the one the carrier goes by counts', async () => {
  const text = `ICCID,MSISDN\n${A},12025550101`;
  const kinds = [
    (await readBytes(text, 'a.csv', { preferred: 'iccid' })).lines[0]?.[1],
    (await readBytes(text, 'a.csv', { preferred: 'msisdn' })).lines[0]?.[1],
  ];
  expect(kinds).toEqual([A, '12025550101']);
});

describe('a file is refused as a whole', () => {
  test.each([
    ['when it is empty', '', '0  upload.empty'],
    ['when it has only blank lines', '\n\n', '0  upload.empty'],
    ['when it has only a header', 'ICCID\n', '0  upload.empty'],
    ['when no column names a device', 'IMEI,Status\n1,2', '1 iccid upload.column_missing'],
    ['when a column stands there twice', `ICCID,SIM Number\n${A},${A}`, '1 iccid upload.column_twice'],
    ['when it breaks off inside quotes', `ICCID\n${A}\n"${B}`, '3  upload.damaged'],
    ['when a row never ends', `ICCID\n${'9'.repeat(200_000)}`, '2  upload.damaged'],
    ['when it has too many rows', `ICCID\n${A}\n${B}\n${C}`, '4  upload.too_many_rows'],
  ])('%s', async (_name, text, fault) => {
    expect((await readBytes(text, 'a.csv', { maxRows: 2 })).faults).toEqual([fault]);
  });
});

test('a device that stands there twice is one row, with a warning that names both', async () => {
  const { lines, report } = await readBytes(`ICCID,IMEI\n${A},\n${B},\n'${A}F,350000000000006`);
  expect(lines.map(([row]) => row)).toEqual([2, 3]);
  expect(report).toMatchObject({ rows: 3, devices: 2, duplicates: 1, faults: [] });
  expect(report.warnings).toMatchObject([
    {
      row: 4,
      code: 'upload.duplicate_device',
      detail: 'Row 4 names the same device as row 2; row 2 is the one that counts.',
    },
  ]);
});

test('a wrong check digit of an ICCID is a warning, and the device is taken', async () => {
  const { lines, warnings } = await readBytes('ICCID\n8901000000000000002');
  expect(lines).toHaveLength(1);
  expect(warnings).toEqual(['2 iccid upload.check_digit']);
});

test('a repeated device is listed even when more rows than are listed have a wrong check digit', async () => {
  const wrong = Array.from(
    { length: 1_500 },
    (_, index) => `8901${String(index * 10 + 2).padStart(15, '0')}`,
  );
  const text = ['Identifier', ...wrong, wrong[1_499]].join('\n');
  const { warnings, report } = await readBytes(text, 'a.csv', { maxRows: 2_000 });
  expect(warnings[0]).toBe('1502 identifier upload.duplicate_device');
  expect(warnings.length).toBe(1_000);
  expect(report.moreWarnings).toBeGreaterThan(0);
});

test('of rows that correct a former change none is left out, even when two name one device', async () => {
  const ids = ['0199aaaa-0000-7000-8000-000000000001', '0199aaaa-0000-7000-8000-000000000002'];
  const { lines, report } = await readBytes(`retryOf,ICCID\n${ids.map((id) => `${id},${A}`).join('\n')}`);
  expect(lines.map((line) => line[5])).toEqual(ids);
  expect(report).toMatchObject({ devices: 2, duplicates: 0 });
});

test('the columns of errors.csv are taken without a word', async () => {
  const id = '0199AAAA-0000-7000-8000-000000000001';
  const { lines, report } = await readBytes(
    `retryOf,row,iccid,msisdn,imei,status,errorClass,errorCode,errorMessage,suggestedAction\n${id},7,'${A},,,ERROR,VALIDATION,device.not_found,'=x,Look`,
  );
  expect(lines).toEqual([[2, A, 'ICCID', null, null, id.toLowerCase()]]);
  expect(report).toMatchObject({ hasRetryOf: true, faults: [], warnings: [] });
});

test('rows that correct a former change and rows that do not are not mixed', async () => {
  const { faults } = await readBytes(`retryOf,ICCID\n0199aaaa-0000-7000-8000-000000000001,${A}\n,${B}`);
  expect(faults).toEqual(['3 retryOf upload.retry_of_mixed']);
});

test('of more than a thousand faults the first are listed and the others are counted', async () => {
  const { report } = await readBytes(`ICCID\n${'x\n'.repeat(1_500)}`, 'a.csv', { maxRows: 2_000 });
  expect([report.faults.length, report.moreFaults]).toEqual([1_000, 500]);
});
