import type { Client } from '@temporalio/client';
import { createActivities, type Activities } from '../activities/index.ts';
import { createBillingDirectory } from '../activities/billing-directory.ts';
import { createGatheredWrites } from '../activities/gathered-writes.ts';
import { createHaltCheck } from '../activities/halt-check.ts';
import { createOrderDirectory } from '../activities/order-directory.ts';
import { createParkingPlans } from '../activities/parking-plans.ts';
import { createProviderDirectory } from '../activities/provider-directory.ts';
import { createSlotReservation } from '../activities/slot-reservation.ts';
import { createBudgetBook } from '../carriers/budget-book.ts';
import { createCarrierRegistry } from '../carriers/carrier-registry.ts';
import { createTelegenceBook } from '../carriers/telegence/carrier-book.ts';
import { createCarrierSessions } from '../db/carrier-sessions.ts';
import type { Database } from '../db/client.ts';
import { createLineActions } from '../db/line-actions.ts';
import { createStartRequests } from '../db/start-requests.ts';
import { createBulkChangeStarter } from '../platform/bulk-change-starter.ts';
import type { Clock } from '../platform/clock.ts';
import type { Encryption } from '../platform/encryption.ts';
import type { HttpClient } from '../platform/http-client.ts';
import { createSyncSchedules } from '../platform/sync-schedules.ts';
import type { WebhookSender } from '../platform/webhook-sender.ts';
import { createWebhookStarter } from '../platform/webhook-starter.ts';

export interface AssemblyOptions {
  readonly database: Database;
  readonly client: Client;
  readonly encryption: Encryption;
  readonly http: HttpClient;
  readonly webhooks: WebhookSender;
  readonly clock: Clock;
  /** The workflows' task queue. */
  readonly taskQueue: string;
  readonly batchSize: number;
  readonly setBasedFrom: number;
  readonly groupCommitLingerMs: number;
}

/** Puts the activities of one worker process together: one budget, one group commit, one set of carrier clients. */
export function assembleActivities(options: AssemblyOptions): Activities {
  const { database, encryption, http, clock } = options;
  const budgetFor = createBudgetBook({ reservation: createSlotReservation(database) });
  const registry = createCarrierRegistry({
    http,
    budgetFor,
    thingspace: {
      sessionsOf: (id) => createCarrierSessions({ pool: database.pool, encryption, serviceProviderId: id }),
      lineActionsOf: (id, kind) => createLineActions(database.pool, id, kind),
    },
    telegenceFor: createTelegenceBook(),
  });
  return createActivities({
    database,
    clock,
    encryption,
    webhookSender: options.webhooks,
    webhookStarter: createWebhookStarter(options),
    batchSize: options.batchSize,
    setBasedFrom: options.setBasedFrom,
    ...createGatheredWrites(database, options.groupCommitLingerMs),
    orders: createOrderDirectory({ database, encryption }),
    halts: createHaltCheck(database, () => performance.now()),
    providers: createProviderDirectory({ database, encryption, registry }),
    parkingPlans: createParkingPlans(database, () => clock.now().getTime()),
    billing: createBillingDirectory({ database, encryption, http }),
    schedules: createSyncSchedules(options.client, options.taskQueue),
    starter: createBulkChangeStarter({
      client: options.client,
      requests: createStartRequests(database),
      taskQueue: options.taskQueue,
    }),
  });
}
