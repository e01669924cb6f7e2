import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readDevicePages, type UploadedDevice } from '../../src/api/uploads/device-pages.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millpond-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function devicesOf(path: string): Promise<readonly UploadedDevice[]> {
  const devices: UploadedDevice[] = [];
  for await (const page of readDevicePages(path)) devices.push(...page);
  return devices;
}

test('every line becomes a device, wherever the pieces of the file end', async () => {
  const path = join(folder, 'rows');
  const line = (row: number) =>
    `${JSON.stringify([row, `89${'é'.repeat(15)}`, 'ICCID', null, null, null])}\n`;
  await writeFile(path, Array.from({ length: 20_000 }, (_, row) => line(row)).join(''));
  const devices = await devicesOf(path);
  expect(devices.map(({ sourceRow }) => sourceRow)).toEqual(Array.from({ length: 20_000 }, (_, row) => row));
  expect(new Set(devices.map(({ identifier }) => identifier)).size).toBe(1);
});

const OPEN_FILES = '/proc/self/fd';

async function openFiles(): Promise<readonly string[]> {
  const names = await readdir(OPEN_FILES);
  return Promise.all(names.map((name) => readlink(join(OPEN_FILES, name)).catch(() => '')));
}

test.skipIf(!existsSync(OPEN_FILES))('a file whose rows are not wanted any more is closed', async () => {
  const path = join(folder, 'rows');
  const line = `${JSON.stringify([2, '8901000000000000019', 'ICCID', null, null, null])}\n`;
  await writeFile(path, line.repeat(50_000));
  for await (const page of readDevicePages(path)) {
    expect(page.length).toBeGreaterThan(0);
    expect(await openFiles()).toContain(path);
    break;
  }
  await expect.poll(openFiles).not.toContain(path);
});

describe('rows that cannot be read are an error where they are asked for, and never a shorter list', () => {
  test('a file that is gone', async () => {
    await expect(devicesOf(join(folder, 'rows'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a folder in its place, which opens and does not read', async () => {
    await expect(devicesOf(folder)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
