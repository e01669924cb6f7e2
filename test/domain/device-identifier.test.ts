import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEid, passesLuhn, readIdentifier, readImei } from '../../src/domain/device-identifier.ts';

function digits(minLength: number, maxLength = minLength): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });
}

const iccids = digits(16, 18).map((rest) => `89${rest}`);
const numbers = fc.tuple(fc.constantFrom(...'123456789'), digits(9, 14)).map((parts) => parts.join(''));

/** The same digits as a person writes them: with blanks and dashes between any two. */
function writtenBy(person: fc.Arbitrary<string>): fc.Arbitrary<{ text: string; value: string }> {
  const gap = fc.constantFrom('', '', '', ' ', '-', '\u00a0', '\t', '_');
  return person.chain((value) =>
    fc
      .array(gap, { minLength: value.length, maxLength: value.length })
      .map((gaps) => ({ value, text: [...value].map((digit, at) => `${digit}${gaps[at] ?? ''}`).join('') })),
  );
}

describe('an identifier', () => {
  it('is the same ICCID however it is spaced and whether its pad is written', () => {
    fc.assert(
      fc.property(writtenBy(iccids), fc.constantFrom('', 'F', 'f', ' F'), ({ text, value }, pad) => {
        expect(readIdentifier(text + pad)).toEqual({ ok: true, type: 'ICCID', value });
      }),
    );
  });

  it('is the same phone number however it is spaced and with or without its plus', () => {
    fc.assert(
      fc.property(writtenBy(numbers), fc.constantFrom('', '+'), ({ text, value }, plus) => {
        expect(readIdentifier(plus + text)).toEqual({ ok: true, type: 'MSISDN', value });
      }),
    );
  });

  it('reads its own normal form as itself', () => {
    const texts = fc.oneof(
      fc.string(),
      writtenBy(iccids).map(({ text }) => text),
      digits(8, 22),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const reading = readIdentifier(text);
        if (reading.ok) expect(readIdentifier(reading.value)).toEqual(reading);
      }),
    );
  });

  it('is refused with the reason when a spreadsheet wrote it in scientific notation', () => {
    const mantissa = fc.tuple(fc.constantFrom('.', ','), digits(1, 9)).map((parts) => parts.join(''));
    const cells = fc.tuple(
      digits(1),
      fc.oneof(mantissa, fc.constant('')),
      fc.constantFrom('E+', 'e+', 'E', ' E+'),
      digits(2),
    );
    fc.assert(
      fc.property(cells, (parts) => {
        const reading = readIdentifier(parts.join(''));
        expect(reading).toMatchObject({ ok: false });
        expect(!reading.ok && reading.reason).toContain('scientific notation');
      }),
    );
  });

  it.each(['8901410000000000001.0', '8901410000000000001,00', '8901410000000000001.'])(
    'does not take the decimals of the spreadsheet number %s for digits of an ICCID',
    (text) => {
      expect(readIdentifier(text)).toMatchObject({ ok: false });
    },
  );

  it.each([
    '',
    ' ',
    '89',
    '89'.padEnd(17, '1'),
    '89'.padEnd(21, '1'),
    '012345678901',
    'active',
    '8901x00000000000000',
  ])('is refused with a reason that says what one looks like: "%s"', (text) => {
    const reading = readIdentifier(text);
    expect(!reading.ok && reading.reason).toContain(
      'neither an ICCID (18 to 20 digits starting with 89) nor',
    );
  });

  it('is named in its refusal, shortened when it is long', () => {
    const reading = readIdentifier('x'.repeat(5_000));
    expect(!reading.ok && reading.reason.length).toBeLessThan(200);
  });

  it('may fail the check digit: many real ones do', () => {
    expect(passesLuhn('8901000000000000002')).toBe(false);
    expect(readIdentifier('8901000000000000002')).toMatchObject({ ok: true, type: 'ICCID' });
  });
});

describe('a Luhn check', () => {
  it('accepts exactly one check digit for any number', () => {
    fc.assert(
      fc.property(digits(1, 30), (number) => {
        const right = [...'0123456789'].filter((digit) => passesLuhn(number + digit));
        expect(right).toHaveLength(1);
      }),
    );
  });

  it('notices any single wrong digit', () => {
    fc.assert(
      fc.property(digits(2, 20), fc.nat(), fc.integer({ min: 1, max: 9 }), (number, place, shift) => {
        fc.pre(passesLuhn(number));
        const at = place % number.length;
        const wrong = (Number(number[at]) + shift) % 10;
        expect(passesLuhn(number.slice(0, at) + String(wrong) + number.slice(at + 1))).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});

describe('an IMEI', () => {
  it.each([
    ['350000000000006', '350000000000006'],
    ['35-000000-000000-6', '35-000000-000000-6'.replaceAll('-', '')],
    ['35 000000 000000', '35000000000000'],
    ['3500000000000012', '3500000000000012'],
  ])('%s is read as %s', (text, value) => {
    expect(readImei(text)).toBe(value);
  });

  it.each(['350000000000007', '3500000000000', '35000000000000123', '35000000000000a', ''])(
    '%s is none',
    (text) => {
      expect(readImei(text)).toBeUndefined();
    },
  );
});

describe('an EID', () => {
  it('has exactly one pair of check digits', () => {
    fc.assert(
      fc.property(digits(28), (rest) => {
        const head = `89${rest}`;
        const check = 98n - ((BigInt(head) * 100n) % 97n);
        const right = Array.from({ length: 97 }, (_, at) => String(at + 2).padStart(2, '0')).filter((pair) =>
          isEid(head + pair),
        );
        expect(right).toContain(check.toString().padStart(2, '0'));
        expect(right).toHaveLength(1);
      }),
      { numRuns: 30 },
    );
  });

  it.each(['', '89', '8'.repeat(32), '8901'.padEnd(33, '0')])('%s is none', (text) => {
    expect(isEid(text)).toBe(false);
  });
});
