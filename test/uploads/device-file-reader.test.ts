import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDeviceFileReader, READER_SETTINGS } from '../../src/api/uploads/device-file-reader.ts';
import type { FailedReading } from '../../src/api/uploads/end-of-process.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millpond-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const never = new AbortController().signal;

/** Reads a list in the test's folder, where the good rows are written as `rows`. */
async function read(rows = 1) {
  const path = join(folder, 'file');
  await writeFile(path, `ICCID\n${listOf(rows)}`);
  const failures: FailedReading[] = [];
  const reader = createDeviceFileReader(READER_SETTINGS, (failure) => failures.push(failure));
  const file = { folder, path, bytes: 0, sha256: '', remove: () => Promise.resolve() };
  const job = { fileName: 'devices.csv', contentType: '', maxRows: 1_000_000 };
  const ending = reader.read(file, job, never);
  return { ending, failures };
}

function listOf(rows: number): string {
  return Array.from({ length: rows }, (_, index) => `89${String(index).padStart(17, '0')}\n`).join('');
}

test('a list is read in a process of its own', async () => {
  const { ending, failures } = await read();
  expect([(await ending).report.devices, failures]).toEqual([1, []]);
});

describe('a fault of our own machine is no fault of the file: the caller may try again', () => {
  test('rows that cannot be written', async () => {
    await mkdir(join(folder, 'rows'));
    const { ending, failures } = await read();
    await expect(ending).rejects.toMatchObject({
      code: 'service.unavailable',
      headers: { 'retry-after': '10' },
    });
    expect(failures).toEqual([{ failedBy: 'fault', cause: expect.stringContaining('EISDIR') as string }]);
  });

  test.skipIf(!existsSync('/dev/full')).each([1, 20_000])('a disk that is full, at %i rows', async (rows) => {
    await symlink('/dev/full', join(folder, 'rows'));
    const { ending, failures } = await read(rows);
    await expect(ending).rejects.toMatchObject({ code: 'service.unavailable' });
    expect(failures).toEqual([{ failedBy: 'fault', cause: expect.stringContaining('ENOSPC') as string }]);
  });
});
