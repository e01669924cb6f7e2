import type { QueryValues } from '../http/api.ts';

/** What it means that a list is empty: there is no such thing yet, or the filters leave none. */
export function emptyText(thing: string, filters: QueryValues = {}): string {
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  return isFiltered ? `No ${thing} matches.` : `No ${thing} yet.`;
}
