import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorPage } from '../../src/api/error-page.ts';
import { FAULT_CODES } from '../../src/api/fault-codes.ts';
import { PROBLEM_CODES } from '../../src/api/problem-types.ts';
import { DEVICE_ERROR_CODES } from '../../src/domain/error-code.ts';

/** Words of the same shape that are no codes: actions of the audit log. */
const NO_CODES = ['device.import', 'bulk_change.submit', 'device_change.correct'];

const catalogues = ['src/api/fault-codes.ts', 'src/api/problem-types.ts'];
const folders = ['src/api', 'src/db/submission', 'src/db/device-import'];

function codesInSource(): ReadonlySet<string> {
  const files = folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter((file) => file.endsWith('.ts') && !catalogues.includes(file));
  const found = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map((match) => match[1] ?? ''),
  );
  return new Set(found.filter((code) => !NO_CODES.includes(code)));
}

test('docs/errors.md is what the catalogues say; if not, run scripts/write-error-page.ts', () => {
  expect(readFileSync('docs/errors.md', 'utf8')).toBe(errorPage());
});

test('every code the API can answer is in a catalogue, and every code of a catalogue can be answered', () => {
  const known = [...PROBLEM_CODES, ...Object.keys(FAULT_CODES)];
  const used = codesInSource();
  const undocumented = [...used].filter(
    (code) => !known.includes(code) && !Object.hasOwn(DEVICE_ERROR_CODES, code),
  );
  expect(undocumented).toEqual([]);
  expect(known.filter((code) => !used.has(code))).toEqual([]);
});
