import { expect, it } from 'vitest';
import { mdnOf } from '../../src/domain/mdn.ts';

it.each([
  ['5550100001', '5550100001'],
  ['15550100001', '5550100001'],
  ['25550100001', null],
  ['882350000000001', null],
  ['', null],
  [null, null],
])('reads %s as the number %s', (number, mdn) => {
  expect(mdnOf(number)).toBe(mdn);
});
