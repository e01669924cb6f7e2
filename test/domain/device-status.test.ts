import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEVICE_STATUSES,
  isDeviceStatus,
  parseTargetStatus,
  TARGET_STATUS_WORDS,
} from '../../src/domain/device-status.ts';

describe('a target status', () => {
  it.each([
    ['activate', 'active'],
    ['Active', 'active'],
    ['ACTIVATED', 'active'],
    ['restore', 'active'],
    [' suspend ', 'suspended'],
    ['deactivate', 'deactivated'],
    ['Deactivated', 'deactivated'],
    ['add', 'pending_activation'],
    ['activation_ready', 'pending_activation'],
    ['retire', 'retired'],
    ['terminate', 'terminated'],
    ['inventory', 'inventory'],
  ])('written "%s" means %s', (text, status) => {
    expect(parseTargetStatus(text)).toBe(status);
  });

  it('can be every status under its own name', () => {
    for (const status of DEVICE_STATUSES) expect(parseTargetStatus(status)).toBe(status);
  });

  it('is always a status or none, whatever is written', () => {
    const words = fc.oneof(
      fc.string(),
      fc.constantFrom('constructor', '__proto__', 'toString', 'hasOwnProperty', 'deactive', 'inactive', ''),
    );
    fc.assert(
      fc.property(words, (text) => {
        const status = parseTargetStatus(text);
        expect(status === undefined || isDeviceStatus(status)).toBe(true);
      }),
    );
  });

  it('is a whole word: nothing is added before or behind it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TARGET_STATUS_WORDS), fc.constantFrom('x', '1', '_'), (word, more) => {
        expect(parseTargetStatus(word + more)).toBeUndefined();
        expect(parseTargetStatus(more + word)).toBeUndefined();
      }),
    );
    expect(parseTargetStatus('deactive')).toBeUndefined();
  });
});
