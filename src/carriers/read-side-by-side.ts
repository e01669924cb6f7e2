import type { OutsideCall } from '../platform/exchange.ts';

/**
 * Reads something of each item, as many at once as the call permits, in order. Ends with the first failure, once the reads
 * beside it are over.
 */
export async function readSideBySide<Item, Result>(
  items: readonly Item[],
  { reading }: Pick<OutsideCall, 'reading'>,
  read: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const atOnce = reading?.atOnce ?? 1;
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += atOnce) {
    const ended = await Promise.allSettled(items.slice(from, from + atOnce).map(read));
    for (const end of ended) {
      if (end.status === 'rejected') throw end.reason;
      results.push(end.value);
    }
  }
  return results;
}
