import { createBulkChangeActivities, type BulkChangeDeps } from './bulk-change.activities.ts';
import { createCarrierChangeActivities, type CarrierChangeDeps } from './carrier-change.activities.ts';
import { createDatabaseChangeActivities } from './database-change.activities.ts';
import { createRevServiceActivities, type RevServiceDeps } from './rev-service.activities.ts';

/** The activities by task queue: workflows proxy these types and never import the code. */
export interface Activities {
  /** On the workflow task queue; the database steps of a device among them run as local activities. */
  readonly database: DatabaseActivities & BulkActivities;
  readonly carrier: CarrierActivities;
  readonly billing: BillingActivities;
}

export type BulkActivities = ReturnType<typeof createBulkChangeActivities>;
export type DatabaseActivities = ReturnType<typeof createDatabaseChangeActivities>;
export type CarrierActivities = ReturnType<typeof createCarrierChangeActivities>;
export type BillingActivities = ReturnType<typeof createRevServiceActivities>;

export type ActivityDeps = BulkChangeDeps & CarrierChangeDeps & RevServiceDeps;

export function createActivities(deps: ActivityDeps): Activities {
  return {
    database: { ...createDatabaseChangeActivities(deps), ...createBulkChangeActivities(deps) },
    carrier: createCarrierChangeActivities(deps),
    billing: createRevServiceActivities(deps),
  };
}
