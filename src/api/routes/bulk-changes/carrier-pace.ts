import type { BulkChangeRow } from '../../../db/bulk-changes.ts';
import { carrierCallsOf } from '../../../domain/carrier-calls.ts';
import type { ChangeOrder } from '../../../domain/change-order.ts';
import { INTEGRATIONS } from '../../../domain/integration.ts';
import { recipeFor } from '../../../domain/recipe.ts';
import { parseProviderSettings } from '../../../platform/provider-settings.ts';
import { knownValue } from '../../stored-value.ts';

export interface CarrierPace {
  /** 0: the change does not call the carrier. */
  readonly callsPerDevice: number;
  /** Null: the carrier publishes no rate, or the settings cannot be read. */
  readonly requestsPerSecond: number | null;
}

export type PacedChange = Pick<BulkChangeRow, 'integration' | 'order'> & {
  readonly serviceProvider: Pick<BulkChangeRow['serviceProvider'], 'settings'>;
};

/** What a change asks of the carrier's budget, and what the budget grants. */
export function carrierPaceOf(row: PacedChange): CarrierPace {
  const integration = knownValue(INTEGRATIONS, row.integration);
  const order = row.order as unknown as ChangeOrder;
  // Both orders of a package change take the same calls.
  const recipe = recipeFor(integration, order, { packageChangeOrder: 'terminate_first' });
  const settings = parseProviderSettings(integration, row.serviceProvider.settings);
  return {
    callsPerDevice: carrierCallsOf(recipe),
    requestsPerSecond: settings.ok ? settings.value.requestsPerSecond : null,
  };
}
