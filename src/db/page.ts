/** A part of a list: at most `limit` rows behind the row whose key is `after`. */
export interface PageRequest {
  readonly limit: number;
  /** The key of the last row of the former page; absent: from the beginning. */
  readonly after?: string | undefined;
}

export interface Page<Row> {
  readonly items: readonly Row[];
  /** The key to go on behind; null on the last page. */
  readonly next: string | null;
}

/** Cuts the one row too many that a list query fetches to learn whether there is another page. */
export function pageOf<Row>(rows: readonly Row[], limit: number, keyOf: (row: Row) => string): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? keyOf(last) : null };
}
