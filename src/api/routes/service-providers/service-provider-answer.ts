import type { ServiceProviderRow } from '../../../db/service-providers.ts';
import { INTEGRATIONS } from '../../../domain/integration.ts';
import { PORTAL_TYPES } from '../../../domain/portal.ts';
import { knownValue, objectOrNull, orNull } from '../../stored-value.ts';

export function toServiceProviderAnswer(row: ServiceProviderRow) {
  return {
    ...row,
    integration: knownValue(INTEGRATIONS, row.integration),
    portalType: knownValue(PORTAL_TYPES, row.portalType),
    credentialsSet: row.credentialsUpdatedAt !== null,
    credentialsUpdatedAt: orNull(row.credentialsUpdatedAt),
    settings: objectOrNull(row.settings) ?? {},
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
