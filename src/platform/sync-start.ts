import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributePair } from '@temporalio/common';
import { clipText, SUMMARY_LIMIT_BYTES } from '../domain/effect-text.ts';
import type { Integration } from '../domain/integration.ts';

/** The service provider that is synced. */
export interface SyncTarget {
  readonly tenantId: string;
  readonly serviceProviderId: string;
  /** Its name, as operators know it. */
  readonly name: string;
  readonly integration: Integration;
}

/** What a run of a sync shows in the Temporal Web UI. */
export function syncAppearance({ tenantId, name, integration }: SyncTarget) {
  return {
    typedSearchAttributes: [
      keyword('TenantId', tenantId),
      keyword('ServiceProvider', name),
      keyword('Integration', integration),
    ],
    staticSummary: clipText(`Inventory sync of ${name}`, SUMMARY_LIMIT_BYTES),
  };
}

/** What a run is told: ids only. Who has asked for it stands in the database. */
export function syncArguments(
  { tenantId, serviceProviderId, integration }: SyncTarget,
  isScheduled: boolean,
) {
  return { tenantId, serviceProviderId, integration, isScheduled };
}

function keyword(name: string, value: string): SearchAttributePair {
  return { key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD), value };
}
