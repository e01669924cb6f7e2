import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeLeftovers } from '../../src/api/uploads/remove-leftovers.ts';

const HOUR = 60 * 60_000;

test('what lies in the folder of uploads for more than a day is removed, and what is younger stays', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'millpond-test-'));
  await mkdir(join(directory, 'upload-a'));
  await writeFile(join(directory, 'upload-a', 'file'), 'x');
  await removeLeftovers(directory, new Date(Date.now() + 23 * HOUR));
  expect(await readdir(directory)).toEqual(['upload-a']);
  await removeLeftovers(directory, new Date(Date.now() + 25 * HOUR));
  expect(await readdir(directory)).toEqual([]);
  await rm(directory, { recursive: true });
});

test('a folder that is not there is as good as empty', async () => {
  await expect(removeLeftovers('/nowhere/at/all', new Date())).resolves.toBeUndefined();
});
