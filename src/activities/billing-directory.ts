import type { BillingPort } from '../billing/billing-port.ts';
import { createRevBilling } from '../billing/rev-client.ts';
import { CarrierError } from '../carriers/carrier-error.ts';
import { UNLIMITED } from '../carriers/request-budget.ts';
import type { Database } from '../db/client.ts';
import { parseBillingCredentials } from '../platform/billing-credentials.ts';
import type { Encryption } from '../platform/encryption.ts';
import type { HttpClient } from '../platform/http-client.ts';
import { createMemory } from '../platform/memory.ts';

/** The billing system of a tenant, ready to call. */
export interface BillingDirectory {
  /** Throws CarrierError `billing.connection_missing` when the tenant has none, or may not write to it. */
  billingFor(tenantId: string): Promise<BillingPort>;
}

export interface BillingDirectoryDeps {
  readonly database: Database;
  readonly encryption: Encryption;
  readonly http: HttpClient;
}

/** Reads the connection each time, so that its kill switch bites at once, and keeps the client per version of the row. */
export function createBillingDirectory(deps: BillingDirectoryDeps): BillingDirectory {
  const opened = createMemory<BillingPort>(200);
  return {
    billingFor: async (tenantId) => {
      const row = await deps.database.prisma.billingConnection.findUnique({ where: { tenantId } });
      if (row === null || row.credentials === null)
        throw missing('The tenant has no billing connection with credentials.');
      if (!row.writeEnabled) throw missing('Writes to the billing system are switched off.');
      const { baseUrl, credentials: sealed } = row;
      return opened.get(`${tenantId}@${row.updatedAt.toISOString()}`, () => {
        const credentials = parseBillingCredentials(JSON.parse(deps.encryption.decrypt(tenantId, sealed)));
        if (!credentials.ok)
          return Promise.reject(missing('The credentials of the billing connection are incomplete.'));
        const { http } = deps;
        return Promise.resolve(
          createRevBilling({ baseUrl, credentials: credentials.value, http, budget: UNLIMITED }),
        );
      });
    },
  };
}

function missing(message: string): CarrierError {
  return new CarrierError({ code: 'billing.connection_missing', message, mayHaveApplied: false });
}
