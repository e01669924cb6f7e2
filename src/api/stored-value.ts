/** Thrown when the database holds a word this version does not know: it was written by a newer one, or by hand. */
export class UnknownStoredValueError extends Error {
  override readonly name = 'UnknownStoredValueError';
}

/** A stored word as one of the words this version knows. @throws UnknownStoredValueError */
export function knownValue<Known extends string>(known: readonly Known[], stored: string): Known {
  const value = known.find((candidate) => candidate === stored);
  if (value === undefined) throw new UnknownStoredValueError(`"${stored}" is none of ${known.join(', ')}.`);
  return value;
}

export function orNull(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}

/** A stored JSON document as the object it is; null for anything else. */
export function objectOrNull(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}
