/**
 * A number as North American carriers name a line: its ten digits, whether it is kept with the country code or without.
 * Null when it has another length.
 */
export function mdnOf(number: string | null): string | null {
  if (number === null) return null;
  const digits = number.length === 11 && number.startsWith('1') ? number.slice(1) : number;
  return /^\d{10}$/.test(digits) ? digits : null;
}
