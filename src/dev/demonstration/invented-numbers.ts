/**
 * Numbers that belong to nobody but have the form of real ones. `line` is a SIM's place among all SIMs of the demonstration,
 * below 1,000,000.
 */
export interface InventedNumbers {
  /** 20 digits with a right check digit. */
  readonly iccid: string;
  /** Below 99970, a network code that is reserved for tests. */
  readonly imsi: string;
  readonly msisdn: string;
  /** Ten digits, below 555, an area code that was never given out. */
  readonly mdn: string;
  /** Of a private network, another one than those the simulators give out. */
  readonly ipAddress: string;
  /** 15 digits with a right check digit, below 35000000, a type code that was never given out. */
  readonly imei: string;
  /** 32 digits whose number modulo 97 is 1. */
  readonly eid: string;
}

export function inventNumbers(line: number): InventedNumbers {
  const text = String(line).padStart(6, '0');
  return {
    iccid: withCheckDigit(`8901999000000${text}`),
    imsi: `999700000${text}`,
    msisdn: `882350000${text}`,
    mdn: `5553${text}`,
    ipAddress: `10.${String(100 + (line >> 16))}.${String((line >> 8) & 255)}.${String(line & 255)}`,
    imei: withCheckDigit(`35000000${text}`),
    eid: withRemainderOne(`890499900000000000000000${text}`),
  };
}

/** Appends the Luhn digit. */
function withCheckDigit(digits: string): string {
  let sum = 0;
  for (const [place, character] of [...digits].reverse().entries()) {
    const digit = Number(character) * (place % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return `${digits}${String((10 - (sum % 10)) % 10)}`;
}

function withRemainderOne(digits: string): string {
  const check = 98n - ((BigInt(digits) * 100n) % 97n);
  return `${digits}${check.toString().padStart(2, '0')}`;
}
