import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reserveDataDirectory, StackAlreadyRunningError } from '../../src/dev/stack-lock.ts';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'millpond-lock-'));

test('a second stack in the same folder is refused and told where the first one is', () => {
  const folder = newFolder();
  reserveDataDirectory(folder);
  expect(() => reserveDataDirectory(folder)).toThrow(StackAlreadyRunningError);
  expect(() => reserveDataDirectory(folder)).toThrow(`process ${String(process.pid)}`);
});

test('a reservation that was given up is free again', () => {
  const folder = newFolder();
  reserveDataDirectory(folder)();
  expect(() => reserveDataDirectory(folder)).not.toThrow();
});

test('a reservation of a process that is gone does not count, even if its number is in use again', () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'stack.lock'), JSON.stringify({ pid: process.pid, startedAt: 'long ago' }));
  expect(() => reserveDataDirectory(folder)).not.toThrow();
});

test('a reservation that was cut off while it was written does not count', () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'stack.lock'), '{"pid": 1');
  expect(() => reserveDataDirectory(folder)).not.toThrow();
});
