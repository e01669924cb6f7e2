/** A request as far as this program knows it: the API judges what is in it. */
export type RequestDocument = Readonly<Record<string, unknown>>;

/**
 * Puts one request over another, field by field. The block of a change and the rollout are merged by their own fields; everything
 * within those, and a list, is replaced as a whole.
 */
export function mergeRequests(base: RequestDocument, over: RequestDocument): RequestDocument {
  const merged = Object.entries(over).map(([name, value]) => {
    const before = base[name];
    return [name, isDocument(before) && isDocument(value) ? { ...before, ...value } : value] as const;
  });
  return { ...base, ...Object.fromEntries(merged) };
}

export function isDocument(value: unknown): value is RequestDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
