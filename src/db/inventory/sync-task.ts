import { INTEGRATIONS, type Integration } from '../../domain/integration.ts';
import type { Database } from '../client.ts';

/** A sync that runs, with what is needed to reach its carrier. */
export interface SyncTask {
  readonly syncId: string;
  readonly tenantId: string;
  readonly serviceProviderId: string;
  readonly integration: Integration;
  /** Changes whenever the provider's row does. */
  readonly providerVersion: string;
  readonly writeEnabled: boolean;
  /** Pages that are stored, and where the list goes on behind them. */
  readonly pages: number;
  readonly cursor: string | null;
  /** Now, by the database's clock: what was written from here on may be newer than what the carrier is asked for next. */
  readonly askedAt: Date;
}

/** Null when the sync is over, or was never begun. */
export async function loadSyncTask({ pool }: Database, syncId: string): Promise<SyncTask | null> {
  const { rows } = await pool.query<Omit<SyncTask, 'integration'> & { readonly integration: string }>(
    `select y.id as "syncId", y.tenant_id as "tenantId", y.service_provider_id as "serviceProviderId", p.integration,
       p.updated_at::text as "providerVersion", p.write_enabled as "writeEnabled", y.pages, y.cursor,
       date_trunc('milliseconds', now()) as "askedAt"
     from inventory_syncs y
     join service_providers p on p.tenant_id = y.tenant_id and p.id = y.service_provider_id
     where y.id = $1::uuid and y.status = 'RUNNING'`,
    [syncId],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const integration = INTEGRATIONS.find((known) => known === row.integration);
  if (integration === undefined) throw new Error(`There is no integration ${row.integration}.`);
  return { ...row, integration };
}
