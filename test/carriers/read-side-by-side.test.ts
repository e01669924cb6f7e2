import { expect, it } from 'vitest';
import { readSideBySide } from '../../src/carriers/read-side-by-side.ts';

const items = Array.from({ length: 7 }, (_, at) => at);

it.each([
  { reading: { atOnce: 3, maxPlaceWaitMs: 1 }, atOnce: 3 },
  { reading: undefined, atOnce: 1 },
])('reads at most $atOnce at once, and answers in order', async ({ reading, atOnce }) => {
  let reads = 0;
  let most = 0;
  const read = async (item: number) => {
    reads += 1;
    most = Math.max(most, reads);
    await new Promise(setImmediate);
    reads -= 1;
    return item;
  };

  expect(await readSideBySide(items, reading === undefined ? {} : { reading }, read)).toEqual(items);
  expect(most).toBe(atOnce);
});
