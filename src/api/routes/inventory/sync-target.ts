import { readServiceProvider } from '../../../db/service-providers.ts';
import { INTEGRATIONS } from '../../../domain/integration.ts';
import type { SyncTarget } from '../../../platform/sync-start.ts';
import type { ApiDeps } from '../../api-app.ts';
import { notFound } from '../../problem.ts';
import { knownValue } from '../../stored-value.ts';

/** The tenant's service provider that is to be synced, and its time zone. @throws Problem resource.not_found */
export async function findSyncTarget(
  { database }: ApiDeps,
  tenantId: string,
  id: string,
): Promise<SyncTarget & { readonly timeZone: string }> {
  const provider = await readServiceProvider(database, tenantId, id);
  if (provider === null) throw notFound();
  const { name, timeZone } = provider;
  const integration = knownValue(INTEGRATIONS, provider.integration);
  return { tenantId, serviceProviderId: id, name, integration, timeZone };
}
