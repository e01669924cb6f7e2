import type { BillingConnectionRow } from '../../../db/billing-connections.ts';
import { orNull } from '../../stored-value.ts';

export function toBillingConnectionAnswer(row: BillingConnectionRow) {
  return {
    baseUrl: row.baseUrl,
    credentialsSet: row.credentialsUpdatedAt !== null,
    credentialsUpdatedAt: orNull(row.credentialsUpdatedAt),
    writeEnabled: row.writeEnabled,
    updatedAt: row.updatedAt.toISOString(),
  };
}
