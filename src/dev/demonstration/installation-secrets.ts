import { hkdfSync } from 'node:crypto';
import type { EncryptionKey } from '../../platform/config.ts';
import type { DemonstrationTokens } from '../stack-file.ts';

/** What is secret in a demonstration: different in each installation, the same at each start of one. */
export interface InstallationSecrets {
  readonly tokens: DemonstrationTokens;
  /** The key or password of a tenant's account at a simulator; ThingSpace has one of the application and one of the user. */
  accountKey(
    tenantKey: string,
    system: 'jasper' | 'thingspace' | 'thingspace user' | 'pond' | 'telegence' | 'revio',
  ): string;
}

/**
 * Derives the secrets from the installation's own random encryption key (HKDF-SHA256, each under a name of its own), so that
 * nothing more has to be kept: whoever lost the key could not read the stored credentials either.
 */
export function installationSecrets({ key }: EncryptionKey): InstallationSecrets {
  const derive = (name: string): string =>
    Buffer.from(hkdfSync('sha256', key, 'millpond-demonstration', name, 32)).toString('base64url');
  // The prefix says to people and to secret scanners what the token is for.
  const token = (name: string): string => `mpd_${name}_${derive(`token ${name}`)}`;
  return {
    tokens: {
      admin: token('admin'),
      operator: token('operator'),
      viewer: token('viewer'),
      otherTenantAdmin: token('other_admin'),
      otherTenantOperator: token('other'),
    },
    accountKey: (tenantKey, system) => derive(`account ${tenantKey} ${system}`),
  };
}
