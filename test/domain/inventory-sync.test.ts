import { expect, it } from 'vitest';
import { isImplausible } from '../../src/domain/inventory-sync.ts';

it.each([
  { expected: 18, unseen: 9, is: false },
  { expected: 9, unseen: 9, is: false },
  { expected: 10, unseen: 10, is: true },
  { expected: 19, unseen: 10, is: true },
  { expected: 20, unseen: 10, is: false },
  { expected: 0, unseen: 0, is: false },
])('a list without $unseen of $expected devices is implausible: $is', ({ expected, unseen, is }) => {
  expect(isImplausible({ expected, unseen })).toBe(is);
});
