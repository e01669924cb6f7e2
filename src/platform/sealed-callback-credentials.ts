import { z } from 'zod';
import type { CallbackCredentials } from './callback-credentials.ts';
import { DecryptionError, type Encryption } from './encryption.ts';

const stored = z.object({ username: z.string(), password: z.string() });

/** User and password of a callback registration as they are stored: encrypted under the tenant's key. */
export function sealCallbackCredentials(
  encryption: Encryption,
  tenantId: string,
  { username, password }: CallbackCredentials,
): string {
  return encryption.encrypt(tenantId, JSON.stringify({ username, password }));
}

/** Null when they cannot be decrypted any more, because the key they were stored under is gone. */
export function openCallbackCredentials(
  encryption: Encryption,
  tenantId: string,
  sealed: string,
): CallbackCredentials | null {
  try {
    return stored.parse(JSON.parse(encryption.decrypt(tenantId, sealed)));
  } catch (error) {
    if (error instanceof DecryptionError) return null;
    throw error;
  }
}
