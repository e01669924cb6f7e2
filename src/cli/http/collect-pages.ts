import type { Api, QueryValues } from './api.ts';

const LARGEST_PAGE = 1_000;

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Reads pages of a list until there are `limit` items or no more; `nextCursor` says whether there are. */
export async function collectPages<Item>(
  api: Api,
  path: string,
  query: QueryValues,
  limit: number,
): Promise<Page<Item>> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<Item> = await api.get<Page<Item>>(path, {
      ...query,
      cursor,
      limit: Math.min(limit - items.length, LARGEST_PAGE),
    });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && items.length < limit);
  return { items, nextCursor: cursor ?? null };
}
