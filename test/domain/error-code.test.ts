import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ERROR_CLASSES,
  mayRetry,
  RETRY_RULES,
  retryDelayMs,
  type ErrorClass,
} from '../../src/domain/error-class.ts';
import {
  DEVICE_ERROR_CODES,
  errorClassOf,
  isDeviceErrorCode,
  suggestedActionFor,
} from '../../src/domain/error-code.ts';

const classes = fc.constantFrom(...ERROR_CLASSES);

describe('an error class', () => {
  it.each<ErrorClass>(['VALIDATION', 'BUSINESS'])('%s is never tried again', (errorClass) => {
    expect(mayRetry(errorClass, 1)).toBe(false);
  });

  it('TRANSIENT is tried some times, SYSTEM for longer', () => {
    expect(mayRetry('TRANSIENT', 1)).toBe(true);
    expect(mayRetry('TRANSIENT', RETRY_RULES.TRANSIENT.maximumAttempts)).toBe(false);
    expect(mayRetry('SYSTEM', RETRY_RULES.TRANSIENT.maximumAttempts)).toBe(true);
    expect(mayRetry('SYSTEM', RETRY_RULES.SYSTEM.maximumAttempts)).toBe(false);
  });

  it('waits longer from try to try, up to its maximum, and never for an endless time', () => {
    fc.assert(
      fc.property(classes, fc.integer({ min: -1, max: 5_000 }), (errorClass, attempt) => {
        const delay = retryDelayMs(errorClass, attempt);
        expect(delay).toBeLessThanOrEqual(RETRY_RULES[errorClass].maximumDelayMs);
        expect(delay).toBeGreaterThanOrEqual(RETRY_RULES[errorClass].initialDelayMs);
        expect(retryDelayMs(errorClass, attempt + 1)).toBeGreaterThanOrEqual(delay);
      }),
    );
    expect([1, 2, 3, 7].map((attempt) => retryDelayMs('TRANSIENT', attempt))).toEqual([
      1_000, 2_000, 4_000, 60_000,
    ]);
  });
});

describe('an error code', () => {
  it('has a class and an advice that a person can follow', () => {
    for (const [code, facts] of Object.entries(DEVICE_ERROR_CODES)) {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$/);
      expect(ERROR_CLASSES).toContain(facts.errorClass);
      expect(facts.suggestedAction).toMatch(/^[A-Z].{15,}\.$/);
      expect(isDeviceErrorCode(code) && suggestedActionFor(code)).toBe(facts.suggestedAction);
    }
  });

  it('of another version still gets an advice', () => {
    for (const code of ['thingspace.from_the_future', 'constructor', '__proto__', '']) {
      expect(isDeviceErrorCode(code)).toBe(false);
      expect(suggestedActionFor(code)).toBe('Read the log of the device, correct the cause, then retry.');
    }
  });

  it('that a wait may cure is TRANSIENT or SYSTEM; that a person must cure is not', () => {
    expect(errorClassOf('carrier.rate_limited')).toBe('TRANSIENT');
    expect(errorClassOf('carrier.timeout')).toBe('TRANSIENT');
    expect(errorClassOf('system.database')).toBe('SYSTEM');
    expect(errorClassOf('provider.writes_disabled')).toBe('BUSINESS');
    expect(errorClassOf('carrier.login_refused')).toBe('BUSINESS');
    expect(errorClassOf('device.not_found')).toBe('VALIDATION');
  });
});
