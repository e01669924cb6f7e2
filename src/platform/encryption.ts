import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { EncryptionKey } from './config.ts';

/**
 * Thrown when a stored value cannot be decrypted: it was altered, belongs to another tenant, or its key is no longer
 * among MILLPOND_ENCRYPTION_KEYS.
 */
export class DecryptionError extends Error {
  override readonly name = 'DecryptionError';
}

export interface Encryption {
  encrypt(tenantId: string, plaintext: string): string;
  /** @throws DecryptionError */
  decrypt(tenantId: string, value: string): string;
  /** True when the value was written under a former key and should be encrypted again. */
  needsRotation(value: string): boolean;
}

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM under a key of each tenant's own, derived from the master key (HKDF-SHA256), so that a value copied into
 * another tenant's row cannot be read there. A value is `v1.<key id>.<nonce>.<ciphertext and tag>`, base64url.
 * The first key encrypts; all of them decrypt.
 */
export function createEncryption(keys: readonly EncryptionKey[]): Encryption {
  const [current] = keys;
  if (current === undefined)
    throw new Error('Encryption needs at least one key: set MILLPOND_ENCRYPTION_KEYS.');
  return {
    encrypt(tenantId, plaintext) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', tenantKey(current, tenantId), nonce);
      cipher.setAAD(boundTo(current.id, tenantId));
      const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, current.id, nonce.toString('base64url'), sealed.toString('base64url')].join('.');
    },
    decrypt(tenantId, value) {
      const { keyId, nonce, sealed } = parseValue(value);
      const key = keys.find(({ id }) => id === keyId);
      if (key === undefined) {
        throw new DecryptionError(
          `The key "${keyId}" is not configured. Add it to MILLPOND_ENCRYPTION_KEYS.`,
        );
      }
      return open(key, tenantId, nonce, sealed);
    },
    needsRotation: (value) => parseValue(value).keyId !== current.id,
  };
}

function open(key: EncryptionKey, tenantId: string, nonce: Buffer, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', tenantKey(key, tenantId), nonce, {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(boundTo(key.id, tenantId));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const body = sealed.subarray(0, sealed.length - TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch {
    throw new DecryptionError(
      'The value was altered, or belongs to another tenant. Set the credentials again.',
    );
  }
}

function parseValue(value: string): { keyId: string; nonce: Buffer; sealed: Buffer } {
  const [version, keyId, nonceText, sealedText, ...rest] = value.split('.');
  const nonce = Buffer.from(nonceText ?? '', 'base64url');
  const sealed = Buffer.from(sealedText ?? '', 'base64url');
  const isWhole = keyId !== undefined && nonce.length === NONCE_BYTES && sealed.length >= TAG_BYTES;
  if (version !== VERSION || !isWhole || rest.length > 0) {
    throw new DecryptionError('The value is not one that this program encrypted. Set the credentials again.');
  }
  return { keyId, nonce, sealed };
}

function tenantKey(key: EncryptionKey, tenantId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key.key, 'millpond-tenant-key', tenantId, 32));
}

function boundTo(keyId: string, tenantId: string): Buffer {
  return Buffer.from(`${VERSION}.${keyId}.${tenantId}`);
}
