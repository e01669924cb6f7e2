import {
  cancelPendingRows,
  closeBulkChange,
  markBulkChange,
  type ClosedChange,
} from '../db/bulk/bulk-change-life.ts';
import { holdBulkChange, rescheduleBulkChange, type Hold } from '../db/bulk/hold-bulk-change.ts';
import { loadBatch, type RowRange } from '../db/bulk/plan-batches.ts';
import type { ChangeType } from '../domain/change-type.ts';
import type { Integration } from '../domain/integration.ts';
import type { BulkChangeStarter } from '../platform/bulk-change-starter.ts';
import {
  createDatabaseChangeActivities,
  type AppliedChanges,
  type DatabaseChangeDeps,
} from './database-change.activities.ts';
import type { BulkChangePlan } from './plan.ts';
import { planBulkChange, type PlanningDeps, type PlanningInput } from './plan-bulk-change.ts';
import { startRequestedChanges } from './start-requested-changes.ts';

export interface BulkChangeDeps extends PlanningDeps, DatabaseChangeDeps {
  readonly starter: BulkChangeStarter;
}

/** The steps of a whole change and of a whole page. */
export function createBulkChangeActivities(deps: BulkChangeDeps) {
  const { pool } = deps.database;
  const changes = createDatabaseChangeActivities(deps);
  return {
    planBulkChange: (input: PlanningInput): Promise<BulkChangePlan> => planBulkChange(deps, input),

    /** Writes what holds a run up, and whether it may begin devices. */
    holdBulkChange: (input: Hold): Promise<void> => holdBulkChange(pool, input),

    /** Moves the date of the rows that have none of their own. */
    rescheduleBulkChange: (input: {
      readonly bulkChangeId: string;
      readonly effectiveAt: string;
    }): Promise<void> => rescheduleBulkChange(pool, { ...input, effectiveAt: new Date(input.effectiveAt) }),

    markProcessing: (input: { readonly bulkChangeId: string; readonly runId: string }): Promise<void> =>
      markBulkChange(pool, { ...input, status: 'PROCESSING' }),

    /** Applies the pending rows of a range in one set-based statement. */
    applyDatabasePage: async (
      input: RowRange & {
        readonly bulkChangeId: string;
        readonly dueBy?: string;
        readonly changeType: ChangeType;
        readonly integration: Integration;
      },
    ): Promise<AppliedChanges> => {
      const devices = await loadBatch(pool, input.bulkChangeId, input, {
        now: input.dueBy === undefined ? null : new Date(input.dueBy),
        onlyPending: false,
      });
      if (devices.length === 0) return { processed: 0, failures: [] };
      const { changeType, integration } = input;
      return changes.applyDatabaseChanges({
        changeType,
        integration,
        deviceChangeIds: devices.map((device) => device.deviceChangeId),
      });
    },

    /** Ends the rows that had no turn when the change is canceled, then closes it if nothing is open. */
    closeBulkChange: async (input: {
      readonly bulkChangeId: string;
      readonly cancelPending: boolean;
    }): Promise<ClosedChange> => {
      if (input.cancelPending) await cancelPendingRows(pool, input.bulkChangeId);
      return closeBulkChange(pool, input.bulkChangeId);
    },

    startRequestedChanges: (): Promise<number> => startRequestedChanges(deps),
  };
}
