import { ApplicationFailure } from '@temporalio/common';
import { markBulkChange, readTally } from '../db/bulk/bulk-change-life.ts';
import { planBatches } from '../db/bulk/plan-batches.ts';
import type { Database } from '../db/client.ts';
import { batchPlan, deviceWindow, waitingWindow, type DeviceWindow } from '../domain/batch-plan.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import { effectText } from '../domain/effect-text.ts';
import { INTEGRATIONS, type Integration } from '../domain/integration.ts';
import { isConfirmedLater, isDatabaseOnly, recipeFor, type Recipe } from '../domain/recipe.ts';
import { total } from '../domain/tally.ts';
import type { Clock } from '../platform/clock.ts';
import { parseProviderSettings } from '../platform/provider-settings.ts';
import type { BulkChangePlan } from './plan.ts';

export interface PlanningDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly batchSize: number;
  /** From this many devices on, a change of the database alone is applied page by page. */
  readonly setBasedFrom: number;
}

/** Rows a set-based page holds: a statement of a thousand rows takes a fraction of a second. */
const SET_BASED_PAGE = 1_000;
/** Devices of a change of the database alone that are in flight at once. */
const DATABASE_WINDOW: DeviceWindow = { devices: 100, paced: false };

/** Reads what is left of a change and cuts it into batches; marks it SCHEDULED while its date is ahead. */
export async function planBulkChange(
  deps: PlanningDeps,
  input: { readonly bulkChangeId: string; readonly runId: string },
): Promise<BulkChangePlan> {
  const row = await readChange(deps.database, input.bulkChangeId);
  const tally = await readTally(deps.database.pool, row.id);
  // With nothing left to do there is nothing to wait for: the change was canceled before this run came.
  const waitMs = tally.pending === 0 ? 0 : waitOf(row, deps.clock.now());
  if (waitMs > 0) await markBulkChange(deps.database.pool, { ...input, status: 'SCHEDULED' });
  const { recipe, window } = paceOf(row);
  const setBased = isDatabaseOnly(recipe) && total(tally) >= deps.setBasedFrom;
  const cut = batchPlan(total(tally), setBased ? SET_BASED_PAGE : deps.batchSize, window);
  return {
    facts: {
      tenantId: row.tenantId,
      bulkChangeId: row.id,
      serviceProviderId: row.serviceProviderId,
      serviceProvider: row.serviceProvider.name,
      integration: row.integration,
      changeType: row.order.changeType,
      recipe,
      onConflict: row.onConflict === 'reject' ? 'reject' : 'queue',
      effect: effectText(row.order),
    },
    ranges: waitMs > 0 ? [] : await planBatches(deps.database.pool, row.id, cut.batchSize),
    openBatches: cut.openBatches,
    batchWindow: cut.batchWindow,
    setBased,
    waitMs,
    effectiveAt: row.effectiveAt?.toISOString() ?? null,
    total: total(tally),
    processed: tally.processed,
    failed: tally.error + tally.unknown,
  };
}

async function readChange(database: Database, bulkChangeId: string) {
  const row = await database.prisma.bulkChange.findUnique({
    where: { id: bulkChangeId },
    include: { serviceProvider: { select: { name: true, settings: true } } },
  });
  if (row === null) {
    throw ApplicationFailure.nonRetryable(
      `Bulk change ${bulkChangeId} does not exist.`,
      'bulk_change.not_found',
    );
  }
  const integration = INTEGRATIONS.find((known) => known === row.integration);
  if (integration === undefined) throw new Error(`Bulk change ${row.id} is of no known integration.`);
  return { ...row, integration, order: row.order as unknown as ChangeOrder };
}

/** A date is waited for once: a retry of a change that has run goes ahead. */
function waitOf(
  row: { readonly effectiveAt: Date | null; readonly startedAt: Date | null },
  now: Date,
): number {
  if (row.effectiveAt === null || row.startedAt !== null) return 0;
  return Math.max(0, row.effectiveAt.getTime() - now.getTime());
}

interface Paced {
  readonly integration: Integration;
  readonly order: ChangeOrder;
  readonly serviceProvider: { readonly settings: unknown };
}

/** Settings that cannot be read still give a plan: each device then ends with the code that says so. */
function paceOf(row: Paced): { readonly recipe: Recipe; readonly window: DeviceWindow } {
  const parsed = parseProviderSettings(row.integration, row.serviceProvider.settings);
  const recipe = recipeFor(row.integration, row.order, { packageChangeOrder: packageChangeOrderOf(row) });
  if (isDatabaseOnly(recipe)) return { recipe, window: DATABASE_WINDOW };
  if (!parsed.ok) return { recipe, window: { devices: 1, paced: false } };
  return {
    recipe,
    window: isConfirmedLater(recipe) ? waitingWindow(parsed.value) : deviceWindow(parsed.value),
  };
}

function packageChangeOrderOf(row: Paced): 'terminate_first' | 'create_first' {
  if (row.integration !== 'POND') return 'terminate_first';
  const parsed = parseProviderSettings('POND', row.serviceProvider.settings);
  return parsed.ok ? parsed.value.packageChangeOrder : 'terminate_first';
}
