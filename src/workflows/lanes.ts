/**
 * Works a list off through a window: at most `width` items at once, in order. `more` is asked before each item, so that
 * pause and cancel bite at once. Resolves when what was started has ended. `work` must not throw for a single item.
 */
export async function runLanes<Item>(
  items: readonly Item[],
  width: number,
  more: () => boolean,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length && more()) {
      const item = items[next];
      next += 1;
      if (item !== undefined) await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
}
