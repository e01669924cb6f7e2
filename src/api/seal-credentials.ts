import type { SealedCredentials } from '../db/service-providers.ts';
import type { ApiDeps } from './api-app.ts';

/** Credentials as they are stored. Nothing of the API ever opens them again. */
export function sealCredentials(
  { encryption, clock }: Pick<ApiDeps, 'encryption' | 'clock'>,
  tenantId: string,
  credentials: unknown,
): SealedCredentials {
  return {
    credentials: encryption.encrypt(tenantId, JSON.stringify(credentials)),
    credentialsUpdatedAt: clock.now(),
  };
}
