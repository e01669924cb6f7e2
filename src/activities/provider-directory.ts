import { CarrierError } from '../carriers/carrier-error.ts';
import type { CarrierRegistry, ProviderCarrier } from '../carriers/carrier-registry.ts';
import type { Claim } from '../db/bulk/claim-device-changes.ts';
import type { Database } from '../db/client.ts';
import { INTEGRATIONS } from '../domain/integration.ts';
import type { Encryption } from '../platform/encryption.ts';
import { createMemory } from '../platform/memory.ts';

/** The carrier of a service provider, ready to call. */
export interface ProviderDirectory {
  /**
   * For writing only while writes are on; what was sent before they were switched off may still be asked about. Throws
   * CarrierError with a `provider.…` code when the provider may not or cannot be called.
   */
  carrierFor(provider: KnownProvider, use: 'read' | 'write'): Promise<ProviderCarrier>;
}

export type KnownProvider = Pick<Claim, 'serviceProviderId' | 'providerVersion' | 'writeEnabled'>;

export interface ProviderDirectoryDeps {
  readonly database: Database;
  readonly encryption: Encryption;
  readonly registry: CarrierRegistry;
}

/**
 * Opens a provider's credentials once per version of its row and keeps the client. The kill switch is not kept: it
 * comes fresh with every claim.
 */
export function createProviderDirectory(deps: ProviderDirectoryDeps): ProviderDirectory {
  const opened = createMemory<ProviderCarrier>(200);
  return {
    carrierFor: async (provider, use) => {
      if (use === 'write' && !provider.writeEnabled) {
        throw new CarrierError({
          code: 'provider.writes_disabled',
          message: 'Carrier writes are switched off for this service provider.',
          mayHaveApplied: false,
        });
      }
      return opened.get(`${provider.serviceProviderId}@${provider.providerVersion}`, () =>
        open(deps, provider.serviceProviderId),
      );
    },
  };
}

async function open(deps: ProviderDirectoryDeps, serviceProviderId: string): Promise<ProviderCarrier> {
  const row = await deps.database.prisma.serviceProvider.findUniqueOrThrow({
    where: { id: serviceProviderId },
  });
  const integration = INTEGRATIONS.find((known) => known === row.integration);
  if (integration === undefined) {
    throw new Error(`Service provider ${row.id} has the unsupported integration ${row.integration}.`);
  }
  const credentials: unknown =
    row.credentials === null ? null : JSON.parse(deps.encryption.decrypt(row.tenantId, row.credentials));
  return deps.registry.forProvider({
    id: row.id,
    integration,
    baseUrl: row.baseUrl,
    settings: row.settings,
    credentials,
  });
}
