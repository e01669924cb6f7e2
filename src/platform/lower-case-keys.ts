/** Deeper than any callback; what lies below is left as it is. */
const MAX_DEPTH = 6;

/** The same document with its field names in lower case: the carrier's services do not agree on their spelling. */
export function inLowerCaseKeys(document: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH || typeof document !== 'object' || document === null) return document;
  if (Array.isArray(document)) return document.map((item: unknown) => inLowerCaseKeys(item, depth + 1));
  return Object.fromEntries(
    Object.entries(document).map(([name, value]) => [name.toLowerCase(), inLowerCaseKeys(value, depth + 1)]),
  );
}
