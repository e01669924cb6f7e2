/** Which kind of number names a device. ICCID is the key of M2M devices, MSISDN of mobility lines. */
export const IDENTIFIER_TYPES = ['ICCID', 'MSISDN'] as const;

export type IdentifierType = (typeof IDENTIFIER_TYPES)[number];

export type IdentifierReading =
  | { readonly ok: true; readonly type: IdentifierType; readonly value: string }
  | { readonly ok: false; readonly reason: string };

/**
 * Normalises what people write (blanks, dashes, a trailing pad F) and checks the shape. The check digit of an ICCID
 * is not held against it: many real ones fail Luhn.
 */
export function readIdentifier(text: string): IdentifierReading {
  const compact = text.replaceAll(/[\s\-._]/g, '').toUpperCase();
  const loss = digitsLostBySpreadsheet(text);
  if (loss !== undefined) return { ok: false, reason: loss };
  const digits = compact.endsWith('F') ? compact.slice(0, -1) : compact;
  if (/^89\d{16,18}$/.test(digits)) return { ok: true, type: 'ICCID', value: digits };
  const number = compact.startsWith('+') ? compact.slice(1) : compact;
  if (/^[1-9]\d{9,14}$/.test(number)) return { ok: true, type: 'MSISDN', value: number };
  return {
    ok: false,
    reason: `"${clip(text)}" is neither an ICCID (18 to 20 digits starting with 89) nor a phone number (10 to 15 digits).`,
  };
}

/** Why a text can only be what a spreadsheet has made of a longer number; undefined when it does not look like that. */
export function digitsLostBySpreadsheet(text: string): string | undefined {
  if (/^\d([.,]?\d*)?E\+?\d+$/.test(text.replaceAll(/\s/g, '').toUpperCase())) {
    return `"${clip(text)}" is a number in scientific notation: a spreadsheet has dropped its last digits. Format the column as text and enter the identifier again.`;
  }
  if (/^\d{16,}[.,]\d*$/.test(text.trim())) {
    return `"${clip(text)}" is a number with decimals: a spreadsheet may have rounded it. Format the column as text and enter the identifier again.`;
  }
  return undefined;
}

/** 15 digits with a right check digit, 14 without one, or 16 for an IMEISV; undefined when it is none of them. */
export function readImei(text: string): string | undefined {
  const digits = text.replaceAll(/[\s\-/]/g, '');
  if (/^(\d{14}|\d{16})$/.test(digits)) return digits;
  return /^\d{15}$/.test(digits) && passesLuhn(digits) ? digits : undefined;
}

/** The Luhn check over all digits. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** 32 digits whose number modulo 97 is 1. */
export function isEid(text: string): boolean {
  return /^89\d{30}$/.test(text) && BigInt(text) % 97n === 1n;
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
