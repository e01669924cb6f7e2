/** Small enough that judging and storing a page does not hold up the other requests of the process. */
const PAGE = 2_000;

/** A list page by page. */
export function* pagesOf<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += PAGE) yield items.slice(from, from + PAGE);
}
