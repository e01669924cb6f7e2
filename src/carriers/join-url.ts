/** Appends segments to a base URL, each encoded by itself: an identifier can never reach another path. */
export function joinUrl(baseUrl: string, ...segments: readonly (string | number)[]): string {
  const base = baseUrl.replace(/\/+$/, '');
  return [base, ...segments.map((segment) => encodeURIComponent(segment))].join('/');
}
