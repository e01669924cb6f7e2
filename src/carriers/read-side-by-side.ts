/** Reads at once. The account's budget still has the last word. */
const AT_ONCE = 10;

/** Reads something of each item, ten at a time, in order. Ends with the first failure, once the reads beside it are over. */
export async function readSideBySide<Item, Result>(
  items: readonly Item[],
  read: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const ended = await Promise.allSettled(items.slice(from, from + AT_ONCE).map(read));
    for (const end of ended) {
      if (end.status === 'rejected') throw end.reason;
      results.push(end.value);
    }
  }
  return results;
}
