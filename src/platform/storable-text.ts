/** Text from outside as PostgreSQL keeps it: it refuses NUL in any text, and in JSON half a surrogate pair as well. */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '').replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}
