import fc from 'fast-check';
import { expect, it } from 'vitest';
import { priorityOf } from '../../src/domain/priority.ts';

it('never lets a larger change overtake a smaller one, and stays within what Temporal knows', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (some, more) => {
      expect(priorityOf(Math.min(some, more))).toBeLessThanOrEqual(priorityOf(Math.max(some, more)));
      expect([1, 2, 3, 4, 5]).toContain(priorityOf(some));
    }),
  );
});

it('lets ten devices overtake fifty thousand', () => {
  expect(priorityOf(10)).toBeLessThan(priorityOf(50_000));
});
