import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RowReport } from '../../src/api/contracts/upload.ts';
import { aChange, CHANGE_ID } from './a-change.ts';
import { answerJson, startContractServer, type ContractServer } from './contract-server.ts';
import { nowhere, runCli } from './run-cli.ts';

type Note = RowReport['faults'][number];

let server: ContractServer;
let file: string;
beforeAll(async () => {
  server = await startContractServer();
  file = join(mkdtempSync(join(nowhere, 'reports-')), 'errors.csv');
  writeFileSync(file, 'retryOf,iccid\n');
});
afterAll(() => server.close());

/** What is said of a file below the line with the counts. */
async function told(some: Partial<RowReport>): Promise<readonly string[]> {
  const counts = { rows: 9, devices: 9, refused: 0, duplicates: 0 };
  const notes = { faults: [], moreFaults: 0, warnings: [], moreWarnings: 0 };
  server.answer('POST /v1/bulk-changes/uploads', (response) => {
    answerJson(response, 202, { ...aChange(), rowReport: { ...counts, ...notes, ...some } });
  });
  const { errors } = await runCli(['submit', file], { environment: server.environment });
  const [first, ...others] = errors.trimEnd().split('\n');
  expect(first).toMatch(/^Read 9 rows/);
  return others;
}

const notFound = (row: number): Note => ({
  row,
  column: 'iccid',
  code: 'device.not_found',
  detail: `Row ${String(row)}: this provider has no such device.`,
});
const mistyped = (row: number): Note => ({
  row,
  column: 'iccid',
  code: 'upload.check_digit',
  detail: `Row ${String(row)}: the check digit is not right.`,
});
const rows = (count: number) => Array.from({ length: count }, (_, index) => index + 2);

test('a good file is told of in one line', async () => {
  expect(await told({})).toEqual([]);
});

test('refused rows come before warnings, and each says once where it is', async () => {
  const ignored: Note = {
    row: 1,
    column: 'Comment',
    code: 'upload.column_ignored',
    detail: 'Row 1, column B (Comment): the column is not known and was left out.',
  };
  expect(await told({ warnings: [ignored], faults: [notFound(17)] })).toEqual([
    'Refused:',
    '  - Row 17: this provider has no such device. (device.not_found)',
    'Warnings:',
    '  - Row 1, column B (Comment): the column is not known and was left out. (upload.column_ignored)',
  ]);
});

test('a note whose text does not name its row is told with it', async () => {
  const faults = [
    { row: 1, column: 'iccid', code: 'a', detail: 'Row 17 is the same.' },
    { row: 2, column: '', code: 'b', detail: 'The row is empty.' },
    { row: 0, column: '', code: 'c', detail: 'The file is empty.' },
  ];
  expect(await told({ faults })).toEqual([
    'Refused:',
    '  - Row 1, column iccid: Row 17 is the same. (a)',
    '  - Row 2: The row is empty. (b)',
    '  - The file is empty. (c)',
  ]);
});

test('twenty refused rows are told, and where the others are found', async () => {
  const lines = await told({ faults: rows(1_000).map(notFound), moreFaults: 500 });
  expect(lines).toHaveLength(22);
  expect(lines.at(-1)).toBe(`  and 1,480 more. All of them: millpond errors ${CHANGE_ID} --csv errors.csv`);
});

test('many warnings of one kind are one line with their number', async () => {
  const ignored: Note = { ...mistyped(1), code: 'upload.column_ignored', detail: 'Row 1: left out.' };
  const warnings = [ignored, ...rows(999).map(mistyped)];
  expect(await told({ warnings, moreWarnings: 4_000 })).toEqual([
    'Warnings:',
    '  - Row 1: left out. (upload.column_ignored)',
    '  - Row 2: the check digit is not right. (upload.check_digit), and 998 more of this kind',
    '  and 4,000 more',
  ]);
});

test('twenty warnings of several kinds are told, and how many more there are', async () => {
  const warnings = rows(24).map((row) => ({ ...mistyped(row), code: `kind.${String(row % 6)}` }));
  const lines = await told({ warnings });
  expect(lines).toHaveLength(22);
  expect(lines.at(-1)).toBe('  and 4 more');
});
