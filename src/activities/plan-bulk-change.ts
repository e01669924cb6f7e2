import { ApplicationFailure } from '@temporalio/common';
import { markBulkChange, readTally } from '../db/bulk/bulk-change-life.ts';
import { planBatches, readOutlook } from '../db/bulk/plan-batches.ts';
import type { Database } from '../db/client.ts';
import { batchPlan, deviceWindow, waitingWindow, type DeviceWindow } from '../domain/batch-plan.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import { effectText } from '../domain/effect-text.ts';
import { INTEGRATIONS, type Integration } from '../domain/integration.ts';
import { isConfirmedLater, isDatabaseOnly, recipeFor, type Recipe } from '../domain/recipe.ts';
import { waveEnds, WITHOUT_ROLLOUT, type ErrorGate, type Rollout } from '../domain/rollout.ts';
import { total } from '../domain/tally.ts';
import type { Clock } from '../platform/clock.ts';
import { parseProviderSettings } from '../platform/provider-settings.ts';
import { windowStateAt } from './maintenance-window.ts';
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

export interface PlanningInput {
  readonly bulkChangeId: string;
  readonly runId: string;
  /** Batches of this run are still at work: their rows are left to them. */
  readonly onlyPending?: boolean;
}

/** Reads what is left of a change and cuts what is due into batches; marks it SCHEDULED while its date is ahead. */
export async function planBulkChange(deps: PlanningDeps, input: PlanningInput): Promise<BulkChangePlan> {
  const { pool } = deps.database;
  const row = await readChange(deps.database, input.bulkChangeId);
  const tally = await readTally(pool, row.id);
  const now = deps.clock.now();
  const rollout = (row.rollout as Rollout | null) ?? WITHOUT_ROLLOUT;
  const ends = waveEnds(rollout.waves, total(tally));
  const wave = Math.min(row.wave, ends.length - 1);
  const scope = { lastRow: ends[wave] ?? total(tally), now };
  const { recipe, window } = paceOf(row, rollout.maxInFlight);
  const setBased = isDatabaseOnly(recipe) && total(tally) >= deps.setBasedFrom;
  const cut = batchPlan(total(tally), setBased ? SET_BASED_PAGE : deps.batchSize, window);
  const ranges = await planBatches(pool, row.id, {
    ...scope,
    batchSize: rollout.errorGate === null ? cut.batchSize : gatedBatchSize(cut.batchSize, rollout.errorGate),
    onlyPending: input.onlyPending ?? false,
  });
  const outlook = await readOutlook(pool, row.id, scope);
  const waitMs = ranges.length > 0 ? 0 : until(outlook.nextDue, now);
  if (waitMs > 0 && row.startedAt === null) {
    await markBulkChange(pool, { bulkChangeId: row.id, runId: input.runId, status: 'SCHEDULED' });
  }
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
    ranges,
    openBatches: cut.openBatches,
    batchWindow: cut.batchWindow,
    setBased,
    waitMs,
    effectiveAt: (outlook.nextDue ?? row.effectiveAt)?.toISOString() ?? null,
    total: total(tally),
    processed: tally.processed,
    failed: tally.error + tally.unknown,
    dueBy: now.toISOString(),
    steering: {
      wave,
      waves: ends.length,
      pausesAfterWave: rollout.waves[wave]?.pauseAfter ?? false,
      beyondWave: outlook.beyondWave,
      working: outlook.working,
      ...windowStateAt(rollout.maintenanceWindow, now),
      errorGate: rollout.errorGate,
      begun: row.startedAt !== null,
      paused: row.status === 'PAUSED' ? (row.pauseReason ?? 'It was paused before.') : null,
      isAtGate: row.status === 'PAUSED' && row.heldBy === 'wave_gate',
    },
  };
}

function until(date: Date | null, now: Date): number {
  return date === null ? 0 : Math.max(1, date.getTime() - now.getTime());
}

/** What a batch begins before its failures are counted must not be much more than what the gate wants to see. */
function gatedBatchSize(batchSize: number, { minimumDevices }: ErrorGate): number {
  return Math.min(batchSize, Math.max(10, minimumDevices));
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

interface Paced {
  readonly integration: Integration;
  readonly order: ChangeOrder;
  readonly serviceProvider: { readonly settings: unknown };
}

/** Settings that cannot be read still give a plan: each device then ends with the code that says so. */
function paceOf(
  row: Paced,
  maxInFlight: number | null,
): { readonly recipe: Recipe; readonly window: DeviceWindow } {
  const { recipe, window } = paceOfCarrier(row);
  if (maxInFlight === null || window.devices <= maxInFlight) return { recipe, window };
  return { recipe, window: { devices: maxInFlight, paced: false } };
}

function paceOfCarrier(row: Paced): { readonly recipe: Recipe; readonly window: DeviceWindow } {
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
