/** Where a list goes on: a page of the devices that were changed last in one year. */
export interface ListPlace {
  readonly year: number;
  readonly page: number;
}

/** No SIM is older than the service. */
const FIRST_YEAR = 2005;

/** The place that a cursor names; the very first one when there is none. */
export function readPlace(from: string | null): ListPlace {
  const [, year, page] = /^(\d{4})\/(\d{1,7})$/.exec(from ?? '') ?? [];
  return { year: Number(year ?? FIRST_YEAR), page: Number(page ?? 1) };
}

export function writePlace({ year, page }: ListPlace): string {
  return `${String(year)}/${String(page)}`;
}

/** The place behind a page; null behind the last page of the present year, whose end is open. */
export function placeBehind(place: ListPlace, lastPage: boolean, presentYear: number): ListPlace | null {
  if (!lastPage) return { ...place, page: place.page + 1 };
  return place.year >= presentYear ? null : { year: place.year + 1, page: 1 };
}

/** The dates of change that belong to a year. The carrier searches a year at most; the present one has no end. */
export function datesOf(
  { year }: ListPlace,
  presentYear: number,
): { readonly modifiedSince: string; readonly modifiedTill?: string } {
  const modifiedSince = `${String(year)}-01-01T00:00:00Z`;
  if (year >= presentYear) return { modifiedSince };
  return { modifiedSince, modifiedTill: `${String(year + 1)}-01-01T00:00:00Z` };
}
