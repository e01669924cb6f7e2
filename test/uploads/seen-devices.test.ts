import { expect, test } from 'vitest';
import { createSeenDevices } from '../../src/api/uploads/device-file/seen-devices.ts';

test('every identifier is found again in its first row, and in no other', () => {
  const firstRowOf = createSeenDevices();
  const identifiers = Array.from(
    { length: 20_000 },
    (_, index) => `8901${String(index * 7_919).padStart(15, '0')}`,
  );
  const rows = identifiers.map((identifier, index) => firstRowOf(identifier, index + 2));
  expect(rows).toEqual(identifiers.map((_, index) => index + 2));
  expect(identifiers.map((identifier) => firstRowOf(identifier, 99_999))).toEqual(rows);
});

test('identifiers of other lengths and kinds are others, although their digits are alike', () => {
  const firstRowOf = createSeenDevices();
  const alike = [
    '890000000000000001',
    '8900000000000000001',
    '89000000000000000001',
    '1000000001',
    '10000000001',
    '100000000000001',
    '89000000001',
  ];
  expect(alike.map((identifier, index) => firstRowOf(identifier, index + 1))).toEqual([1, 2, 3, 4, 5, 6, 7]);
});
