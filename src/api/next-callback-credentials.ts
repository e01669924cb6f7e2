import { randomBytes } from 'node:crypto';
import type { RegistrationRequest, SealedCallbackCredentials } from '../db/callback-registrations.ts';
import type { Encryption } from '../platform/encryption.ts';
import { openCallbackCredentials, sealCallbackCredentials } from '../platform/sealed-callback-credentials.ts';

const SECRET_BYTES = 32;

/**
 * The user and password of the next registration. Those that the carrier has taken become the former ones, which
 * callbacks under way still name. Those it has not taken are kept, since they may have arrived all the same.
 */
export function nextCallbackCredentials(
  encryption: Encryption,
  tenantId: string,
  present: Parameters<RegistrationRequest['seal']>[0],
): SealedCallbackCredentials {
  const canOpen =
    present !== null && openCallbackCredentials(encryption, tenantId, present.credentials) !== null;
  if (canOpen && present.registeredAt === null) {
    const { credentials, formerCredentials } = present;
    return { credentials, formerCredentials };
  }
  const fresh = { username: secret(), password: secret() };
  return {
    credentials: sealCallbackCredentials(encryption, tenantId, fresh),
    formerCredentials: canOpen ? present.credentials : (present?.formerCredentials ?? null),
  };
}

function secret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}
