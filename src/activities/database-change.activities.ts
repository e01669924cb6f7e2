import type { BillingProduct } from '../billing/billing-port.ts';
import { applyCustomerAssignment, type Assignment } from '../db/bulk/apply-customer-assignment.ts';
import { applyCustomerRatePlan, type DatabaseChangeResult } from '../db/bulk/apply-customer-rate-plan.ts';
import { findLaneOwner } from '../db/bulk/find-lane-owner.ts';
import { releaseDevice } from '../db/bulk/release-device.ts';
import { loadBatch, type LoadedDevice, type PendingDevice, type RowRange } from '../db/bulk/plan-batches.ts';
import type { Outcome } from '../db/bulk/record-outcomes.ts';
import type { Database } from '../db/client.ts';
import { logDescription } from '../domain/audit-text.ts';
import { errorClassOf, isDeviceErrorCode } from '../domain/error-code.ts';
import { ownRecipe, type Recipe } from '../domain/recipe.ts';
import type { Gatherer } from '../platform/gatherer.ts';
import type { DatabaseChangeInput, DatabaseFault } from './step.ts';

export interface DatabaseChangeDeps {
  readonly database: Database;
  readonly outcomes: Gatherer<Outcome, undefined>;
  readonly assignments: Gatherer<AssignmentItem, AppliedChanges>;
}

export interface BatchDevice extends PendingDevice {
  /** Of the row's own order; absent: the change's. */
  readonly recipe?: Recipe;
}

/** One device of a database-only change, as it is gathered with others of its kind. */
export interface AssignmentItem {
  readonly assignment: Assignment;
  readonly changeType: 'customerassignment' | 'customerrateplanchange';
  readonly description: string;
}

export interface AppliedChanges {
  readonly processed: number;
  readonly failures: readonly DatabaseFault[];
}

/** The steps that touch nothing but our database. They run inside the device's workflow, as local activities. */
export function createDatabaseChangeActivities(deps: DatabaseChangeDeps) {
  return {
    /** The rows of a page that are due by an instant; without one, all that are open. */
    loadBatch: async (
      input: RowRange & {
        readonly bulkChangeId: string;
        readonly dueBy?: string;
        readonly onlyPending?: boolean;
      },
    ): Promise<readonly BatchDevice[]> => {
      const devices = await loadBatch(deps.database.pool, input.bulkChangeId, input, {
        now: input.dueBy === undefined ? null : new Date(input.dueBy),
        onlyPending: input.onlyPending ?? false,
      });
      return devices.map(toBatchDevice);
    },

    /** Gives a device back that was claimed but not begun, because its change was halted meanwhile. */
    releaseDevice: (input: { readonly deviceChangeId: string }): Promise<void> =>
      releaseDevice(deps.database.pool, input.deviceChangeId),

    recordOutcome: async (outcome: Outcome): Promise<void> => {
      await deps.outcomes.submit(outcome);
    },

    /** One statement for all the given devices: a page of a large change, or the one device of a workflow. */
    applyDatabaseChanges: (input: DatabaseChangeInput): Promise<AppliedChanges> => applyTogether(deps, input),

    recordAssignment: (
      input: Omit<DatabaseChangeInput, 'deviceChangeIds'> & {
        readonly deviceChangeId: string;
        readonly line: {
          readonly externalId: string;
          readonly number: string;
          readonly products: readonly BillingProduct[];
        };
      },
    ): Promise<AppliedChanges> =>
      deps.assignments.submit({
        assignment: { deviceChangeId: input.deviceChangeId, line: input.line },
        changeType: 'customerassignment',
        description: logDescription(input.changeType, input.integration, 'Assign Device'),
      }),

    /** Whether the device's turn is this row's: no other change works on it or was submitted before. */
    isFirstInLane: async (input: { readonly deviceChangeId: string }): Promise<boolean> =>
      (await findLaneOwner(deps.database.pool, input.deviceChangeId)) === null,

    /**
     * Fails the row with the name of the change that goes first. False when there is none: then whatever runs in the
     * lane is an earlier run of this very row, whose outcome must not be overwritten.
     */
    rejectBusyDevice: async (input: {
      readonly deviceChangeId: string;
      readonly description: string;
    }): Promise<boolean> => {
      const owner = await findLaneOwner(deps.database.pool, input.deviceChangeId);
      if (owner === null) return false;
      await deps.outcomes.submit({
        deviceChangeId: input.deviceChangeId,
        status: 'ERROR',
        errorClass: errorClassOf('device.busy'),
        errorCode: 'device.busy',
        errorMessage: `Bulk change ${owner} is working on this device.`,
        observed: {},
        description: input.description,
      });
      return true;
    },
  };
}

/** A workflow needs the recipe of a row's own order, and nothing else of it. */
function toBatchDevice({ integration, order, ...device }: LoadedDevice): BatchDevice {
  const recipe = order === null ? null : ownRecipe(integration, order);
  return recipe === null ? device : { ...device, recipe };
}

/** A single device joins others that arrive meanwhile; a page is a statement of its own. */
async function applyTogether(deps: DatabaseChangeDeps, input: DatabaseChangeInput): Promise<AppliedChanges> {
  const { changeType, deviceChangeIds } = input;
  if (changeType !== 'customerassignment' && changeType !== 'customerrateplanchange') {
    throw new Error(`A ${changeType} is not a change of the database alone.`);
  }
  const description = logDescription(changeType, input.integration, 'Update Device');
  const [only, ...others] = deviceChangeIds;
  if (only !== undefined && others.length === 0) {
    return deps.assignments.submit({
      assignment: { deviceChangeId: only, line: null },
      changeType,
      description,
    });
  }
  const assignments = deviceChangeIds.map((deviceChangeId) => ({ deviceChangeId, line: null }));
  return toAppliedChanges(await applyAssignments(deps.database, changeType, assignments, description));
}

export function applyAssignments(
  database: Database,
  changeType: AssignmentItem['changeType'],
  assignments: readonly Assignment[],
  description: string,
): Promise<DatabaseChangeResult> {
  switch (changeType) {
    case 'customerassignment':
      return applyCustomerAssignment(database.pool, assignments, description);
    case 'customerrateplanchange':
      return applyCustomerRatePlan(
        database.pool,
        assignments.map((each) => each.deviceChangeId),
        description,
      );
  }
}

export function toAppliedChanges(result: DatabaseChangeResult): AppliedChanges {
  return {
    processed: result.processed,
    failures: result.failures.map(({ deviceChangeId, code, message }) => {
      if (!isDeviceErrorCode(code)) throw new Error(`The statement answered the unknown code ${code}.`);
      return { deviceChangeId, code, message, errorClass: errorClassOf(code) };
    }),
  };
}
