import { createBulkChangeActivities, type BulkChangeDeps } from './bulk-change.activities.ts';
import {
  createCallbackRegistrationActivities,
  type CallbackRegistrationDeps,
} from './callback-registration.activities.ts';
import { createCarrierChangeActivities, type CarrierChangeDeps } from './carrier-change.activities.ts';
import { createConfirmationActivities, type ConfirmationDeps } from './confirmation.activities.ts';
import { createDatabaseChangeActivities } from './database-change.activities.ts';
import { createInventoryLifeActivities, type InventoryLifeDeps } from './inventory-life.activities.ts';
import { createInventoryActivities, type InventoryDeps } from './inventory.activities.ts';
import { createRevServiceActivities, type RevServiceDeps } from './rev-service.activities.ts';
import { stayAlive } from './stay-alive.ts';
import { createTelegenceActivities } from './telegence.activities.ts';
import { createThingspaceActivities } from './thingspace.activities.ts';
import { createWebhookActivities, type WebhookDeps } from './webhook.activities.ts';
import { createWebhookRelayActivities, type WebhookRelayDeps } from './webhook-relay.activities.ts';

/** The activities by task queue: workflows proxy these types and never import the code. */
export interface Activities {
  /** On the workflow task queue; the database steps of a device among them run as local activities. */
  readonly database: DatabaseActivities & BulkActivities & InventoryLifeActivities & WebhookRelayActivities;
  readonly carrier: CarrierActivities & CallbackActivities & InventoryActivities;
  readonly billing: BillingActivities;
  readonly webhooks: WebhookActivities;
}

export type BulkActivities = ReturnType<typeof createBulkChangeActivities>;
export type DatabaseActivities = ReturnType<typeof createDatabaseChangeActivities> &
  ReturnType<typeof createConfirmationActivities>;
export type CarrierActivities = ReturnType<typeof createCarrierChangeActivities> &
  ReturnType<typeof createThingspaceActivities> &
  ReturnType<typeof createTelegenceActivities>;
export type CallbackActivities = ReturnType<typeof createCallbackRegistrationActivities>;
export type InventoryActivities = ReturnType<typeof createInventoryActivities>;
export type InventoryLifeActivities = ReturnType<typeof createInventoryLifeActivities>;
export type BillingActivities = ReturnType<typeof createRevServiceActivities>;

export type WebhookActivities = ReturnType<typeof createWebhookActivities>;
export type WebhookRelayActivities = ReturnType<typeof createWebhookRelayActivities>;

export type ActivityDeps = BulkChangeDeps &
  CallbackRegistrationDeps &
  CarrierChangeDeps &
  ConfirmationDeps &
  InventoryDeps &
  InventoryLifeDeps &
  RevServiceDeps &
  WebhookDeps &
  WebhookRelayDeps;

export function createActivities(deps: ActivityDeps): Activities {
  return {
    database: {
      ...createDatabaseChangeActivities(deps),
      ...createConfirmationActivities(deps),
      ...stayAlive(createBulkChangeActivities(deps)),
      ...stayAlive(createInventoryLifeActivities(deps)),
      ...stayAlive(createWebhookRelayActivities(deps)),
    },
    carrier: {
      ...createCarrierChangeActivities(deps),
      ...createThingspaceActivities(deps),
      ...createTelegenceActivities(deps),
      ...createCallbackRegistrationActivities(deps),
      ...createInventoryActivities(deps),
    },
    billing: createRevServiceActivities(deps),
    webhooks: createWebhookActivities(deps),
  };
}
