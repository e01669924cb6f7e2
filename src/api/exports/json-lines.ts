import type { ResultRow } from '../../db/result-rows.ts';

/** Pages of rows as JSON, an object a line, a text for each page. */
export async function* jsonLines(
  pages: AsyncIterable<readonly ResultRow[]>,
  toItem: (row: ResultRow) => object,
): AsyncGenerator<string, undefined> {
  for await (const rows of pages) yield rows.map((row) => `${JSON.stringify(toItem(row))}\n`).join('');
}
