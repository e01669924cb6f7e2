import type { ApiApp, ApiDeps } from '../api-app.ts';
import { registerCreateApiToken } from './api-tokens/create.ts';
import { registerListApiTokens } from './api-tokens/list.ts';
import { registerRevokeApiToken } from './api-tokens/revoke.ts';
import { registerPutApprovalPolicy } from './approval-policy/put.ts';
import { registerReadApprovalPolicy } from './approval-policy/read.ts';
import { registerListAuditLog } from './audit-log/list.ts';
import { registerPutBillingConnection } from './billing-connection/put.ts';
import { registerReadBillingConnection } from './billing-connection/read.ts';
import { registerApproveBulkChange } from './bulk-changes/approve.ts';
import { registerCancelBulkChange } from './bulk-changes/cancel.ts';
import { registerCorrectDeviceChange } from './bulk-changes/correct-device.ts';
import { registerListDeviceChanges } from './bulk-changes/devices.ts';
import { registerExportErrorsCsv } from './bulk-changes/errors-csv.ts';
import { registerListErrorCauses } from './bulk-changes/errors.ts';
import { registerWatchBulkChange } from './bulk-changes/events.ts';
import { registerListBulkChanges } from './bulk-changes/list.ts';
import { registerListLogEntries } from './bulk-changes/logs.ts';
import { registerPauseBulkChange } from './bulk-changes/pause.ts';
import { registerProcessBulkChange } from './bulk-changes/process.ts';
import { registerReadPlan } from './bulk-changes/plan.ts';
import { registerPromoteBulkChange } from './bulk-changes/promote.ts';
import { registerReadBulkChange } from './bulk-changes/read.ts';
import { registerRejectBulkChange } from './bulk-changes/reject.ts';
import { registerRescheduleBulkChange } from './bulk-changes/reschedule.ts';
import { registerExportResultsCsv } from './bulk-changes/results-csv.ts';
import { registerExportResultsNdjson } from './bulk-changes/results-ndjson.ts';
import { registerResumeBulkChange } from './bulk-changes/resume.ts';
import { registerRetryBulkChange } from './bulk-changes/retry.ts';
import { registerResubmitBulkChange } from './bulk-changes/resubmit.ts';
import { registerSubmitBulkChange } from './bulk-changes/submit.ts';
import { registerUndoBulkChange } from './bulk-changes/undo.ts';
import { registerUploadBulkChange } from './bulk-changes/upload.ts';
import { registerReceiveThingspaceCallback } from './carrier-callbacks/receive-thingspace.ts';
import { registerCustomers } from './customers/customers.ts';
import { registerSites } from './customers/sites.ts';
import { registerCarrierRatePlans } from './rate-plans/carrier-rate-plans.ts';
import { registerCommunicationPlans } from './rate-plans/communication-plans.ts';
import { registerCustomerRatePlans } from './rate-plans/customer-rate-plans.ts';
import { registerCustomerRatePools } from './rate-plans/customer-rate-pools.ts';
import { registerAcknowledgeDrift } from './devices/acknowledge-drift.ts';
import { registerImportDevices } from './devices/import.ts';
import { registerListDevices } from './devices/list.ts';
import { registerReadDevice } from './devices/read.ts';
import { registerListSyncs } from './inventory/list-syncs.ts';
import { registerReadSync } from './inventory/read-sync.ts';
import { registerStartSync } from './inventory/start-sync.ts';
import { registerSyncSchedule } from './inventory/sync-schedule.ts';
import { registerDocuments } from './service/documents.ts';
import { registerHealth } from './service/health.ts';
import { registerCreateServiceProvider } from './service-providers/create.ts';
import { registerDeleteServiceProvider } from './service-providers/delete.ts';
import { registerListServiceProviders } from './service-providers/list.ts';
import { registerReadCallbacks } from './service-providers/read-callbacks.ts';
import { registerReadServiceProvider } from './service-providers/read.ts';
import { registerRegisterCallbacks } from './service-providers/register-callbacks.ts';
import { registerRotateCredentials } from './service-providers/rotate-credentials.ts';
import { registerUpdateServiceProvider } from './service-providers/update.ts';
import { registerListScheduledChanges } from './scheduled-changes/list.ts';
import { registerReadSession } from './session/read.ts';
import { registerReadTemplates } from './templates/read.ts';
import { registerCreateWebhookEndpoint } from './webhook-endpoints/create.ts';
import { registerDeleteWebhookEndpoint } from './webhook-endpoints/delete.ts';
import { registerListWebhookEndpoints } from './webhook-endpoints/list.ts';
import { registerListWebhookDeliveries } from './webhook-endpoints/list-deliveries.ts';
import { registerReadWebhookEndpoint } from './webhook-endpoints/read.ts';
import { registerReadWebhookDelivery } from './webhook-endpoints/read-delivery.ts';
import { registerReplayWebhooks } from './webhook-endpoints/replay.ts';
import { registerReplayWebhookDelivery } from './webhook-endpoints/replay-delivery.ts';
import { registerRotateWebhookSecret } from './webhook-endpoints/rotate-secret.ts';
import { registerTestWebhookEndpoint } from './webhook-endpoints/test.ts';
import { registerUpdateWebhookEndpoint } from './webhook-endpoints/update.ts';

/** Every route, in the order in which the document shows them. */
const REGISTRARS: readonly ((app: ApiApp, deps: ApiDeps) => void | Promise<void>)[] = [
  registerSubmitBulkChange,
  registerUploadBulkChange,
  registerReadTemplates,
  registerListBulkChanges,
  registerReadBulkChange,
  registerReadPlan,
  registerListDeviceChanges,
  registerListErrorCauses,
  registerListLogEntries,
  registerExportResultsCsv,
  registerExportResultsNdjson,
  registerExportErrorsCsv,
  registerWatchBulkChange,
  registerProcessBulkChange,
  registerApproveBulkChange,
  registerRejectBulkChange,
  registerPauseBulkChange,
  registerResumeBulkChange,
  registerPromoteBulkChange,
  registerRescheduleBulkChange,
  registerCancelBulkChange,
  registerRetryBulkChange,
  registerResubmitBulkChange,
  registerUndoBulkChange,
  registerCorrectDeviceChange,
  registerListScheduledChanges,
  registerReadApprovalPolicy,
  registerPutApprovalPolicy,
  registerListServiceProviders,
  registerCreateServiceProvider,
  registerReadServiceProvider,
  registerUpdateServiceProvider,
  registerDeleteServiceProvider,
  registerRotateCredentials,
  registerRegisterCallbacks,
  registerReadCallbacks,
  registerReceiveThingspaceCallback,
  registerStartSync,
  registerListSyncs,
  registerReadSync,
  registerSyncSchedule,
  registerReadBillingConnection,
  registerPutBillingConnection,
  registerListDevices,
  registerReadDevice,
  registerImportDevices,
  registerAcknowledgeDrift,
  registerCustomers,
  registerSites,
  registerCarrierRatePlans,
  registerCommunicationPlans,
  registerCustomerRatePlans,
  registerCustomerRatePools,
  registerListWebhookEndpoints,
  registerCreateWebhookEndpoint,
  registerReadWebhookEndpoint,
  registerUpdateWebhookEndpoint,
  registerDeleteWebhookEndpoint,
  registerRotateWebhookSecret,
  registerTestWebhookEndpoint,
  registerListWebhookDeliveries,
  registerReadWebhookDelivery,
  registerReplayWebhookDelivery,
  registerReplayWebhooks,
  registerReadSession,
  registerListApiTokens,
  registerCreateApiToken,
  registerRevokeApiToken,
  registerListAuditLog,
  registerHealth,
  registerDocuments,
];

/** Waits for each: the routes of a scope of its own would stand behind all the others otherwise. */
export async function registerRoutes(app: ApiApp, deps: ApiDeps): Promise<void> {
  for (const register of REGISTRARS) await register(app, deps);
}
