import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEncryption, DecryptionError } from '../../src/platform/encryption.ts';

const former = { id: 'k1', key: randomBytes(32) };
const current = { id: 'k2', key: randomBytes(32) };
const encryption = createEncryption([current, former]);

test('what is encrypted for a tenant is decrypted for that tenant', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.string({ unit: 'binary' }), (tenantId, text) => {
      expect(encryption.decrypt(tenantId, encryption.encrypt(tenantId, text))).toBe(text);
    }),
  );
});

test('another tenant cannot decrypt it', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.string(), (tenantId, other, text) => {
      fc.pre(tenantId !== other);
      const value = encryption.encrypt(tenantId, text);
      expect(() => encryption.decrypt(other, value)).toThrow(DecryptionError);
    }),
  );
});

test('a value that was altered anywhere is refused', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), (text, position) => {
      const value = encryption.encrypt('tenant', text);
      const index = position % value.length;
      const altered = `${value.slice(0, index)}${value[index] === 'A' ? 'B' : 'A'}${value.slice(index + 1)}`;
      // The last character of base64url may carry bits that mean nothing: such a change alters no byte.
      fc.pre(
        Buffer.from(altered.split('.')[3] ?? '', 'base64url').compare(
          Buffer.from(value.split('.')[3] ?? '', 'base64url'),
        ) !== 0 || index < value.lastIndexOf('.'),
      );
      expect(() => encryption.decrypt('tenant', altered)).toThrow(DecryptionError);
    }),
  );
});

test('any other text is refused without harm', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => encryption.decrypt('tenant', text)).toThrow(DecryptionError);
    }),
  );
});

test('two encryptions of one text differ and do not show it', () => {
  const [one, two] = [encryption.encrypt('tenant', 'plain text'), encryption.encrypt('tenant', 'plain text')];
  expect(one).not.toBe(two);
  expect(one).toMatch(/^v1\.k2\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]+$/);
});

test('a former key still reads, and its values are due for rotation', () => {
  const old = createEncryption([former]).encrypt('tenant', 'text');
  expect(encryption.decrypt('tenant', old)).toBe('text');
  expect(encryption.needsRotation(old)).toBe(true);
  expect(encryption.needsRotation(encryption.encrypt('tenant', 'text'))).toBe(false);
});

test('a key that is gone is named', () => {
  const value = createEncryption([former]).encrypt('tenant', 'text');
  expect(() => createEncryption([current]).decrypt('tenant', value)).toThrow(/"k1" is not configured/);
});

test('without a key nothing starts', () => {
  expect(() => createEncryption([])).toThrow(/MILLPOND_ENCRYPTION_KEYS/);
});
