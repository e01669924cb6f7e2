import type { Database } from './client.ts';

/** A registration that the carrier is still to be told, with what is needed to reach the carrier. */
export interface RegistrationTask {
  readonly serviceProviderId: string;
  readonly tenantId: string;
  readonly url: string;
  /** `{username, password}`, encrypted under the tenant's key. */
  readonly credentials: string;
  /** Tells this wish from a later one. */
  readonly requestedAt: Date;
  /** Changes whenever the provider's row does. */
  readonly providerVersion: string;
  readonly writeEnabled: boolean;
}

/** Null when there is none, or the carrier has taken it already. */
export async function loadRegistrationTask(
  { pool }: Database,
  serviceProviderId: string,
): Promise<RegistrationTask | null> {
  const { rows } = await pool.query<RegistrationTask>(
    `select c.service_provider_id as "serviceProviderId", p.tenant_id as "tenantId", c.url, c.credentials,
       c.requested_at as "requestedAt", p.updated_at::text as "providerVersion", p.write_enabled as "writeEnabled"
     from callback_registrations c
     join service_providers p on p.id = c.service_provider_id
     where c.service_provider_id = $1::uuid and c.registered_at is null`,
    [serviceProviderId],
  );
  return rows[0] ?? null;
}

/** Writes what became of a try; a later wish is left alone. */
export async function recordRegistration(
  { prisma }: Database,
  { serviceProviderId, requestedAt }: RegistrationTask,
  result: { readonly registeredAt: Date } | { readonly errorCode: string; readonly errorMessage: string },
): Promise<void> {
  const nothing = { registeredAt: null, errorCode: null, errorMessage: null };
  await prisma.callbackRegistration.updateMany({
    where: { serviceProviderId, requestedAt },
    data: { ...nothing, ...result },
  });
}
