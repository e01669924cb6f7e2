import { randomBytes } from 'node:crypto';
import { DecryptionError, type Encryption } from './encryption.ts';

const SECRET_BYTES = 32;

/** How long a secret that was replaced signs beside the new one, so that receivers have time to take that. */
export const FORMER_SECRET_SIGNS_MS = 24 * 60 * 60_000;

/** A secret as Standard Webhooks has it: `whsec_` and the bytes in base64. */
export function createWebhookSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

export interface SealedSecrets {
  readonly secret: string;
  readonly formerSecret: string | null;
  readonly formerSecretUntil: Date | null;
}

/** The secrets that sign at an instant, the newest first; none when the newest was stored under a key that is gone. */
export function openWebhookSecrets(
  encryption: Encryption,
  tenantId: string,
  { secret, formerSecret, formerSecretUntil }: SealedSecrets,
  at: Date,
): readonly string[] {
  const newest = open(encryption, tenantId, secret);
  if (newest === null) return [];
  const isFormerGood = formerSecret !== null && formerSecretUntil !== null && formerSecretUntil > at;
  const former = isFormerGood ? open(encryption, tenantId, formerSecret) : null;
  return former === null ? [newest] : [newest, former];
}

function open(encryption: Encryption, tenantId: string, sealed: string): string | null {
  try {
    return encryption.decrypt(tenantId, sealed);
  } catch (error) {
    if (error instanceof DecryptionError) return null;
    throw error;
  }
}
