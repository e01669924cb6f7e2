/** Workflow ids and task queues: readable for operators, and the guard against starting anything twice. */

/**
 * Carrier activities have queues of their own, so that one slow carrier cannot hold the others up. Their names follow
 * from the queue of the workflows, so that two installations can share a namespace.
 */
export function carrierTaskQueue(workflowTaskQueue: string, integration: string): string {
  return `${workflowTaskQueue}-${integration.toLowerCase()}`;
}

export function billingTaskQueue(workflowTaskQueue: string): string {
  return `${workflowTaskQueue}-billing`;
}

/** Receivers of webhooks have a queue of their own too: slow ones must not hold up the changes. */
export function webhookTaskQueue(workflowTaskQueue: string): string {
  return `${workflowTaskQueue}-webhooks`;
}

export function bulkChangeWorkflowId(bulkChangeId: string): string {
  return `bulk-change/${bulkChangeId}`;
}

/** `round` tells a later batch of a run from one with the same first row that still waits for its devices. */
export function deviceBatchWorkflowId(bulkChangeId: string, firstRow: number, round = 1): string {
  const batch = `bulk-change/${bulkChangeId}/batch/${String(firstRow)}`;
  return round === 1 ? batch : `${batch}/${String(round)}`;
}

/** The device lane: Temporal refuses a second running workflow with this id. */
export function deviceWorkflowId(serviceProviderId: string, identifier: string): string {
  return `device/${serviceProviderId}/${identifier}`;
}

export function startRelayWorkflowId(workflowTaskQueue: string): string {
  return `start-relay/${workflowTaskQueue}`;
}

/** One for each service provider: registrations follow one another, so that the newest is the last the carrier hears. */
export function registerCallbackWorkflowId(serviceProviderId: string): string {
  return `register-callback/${serviceProviderId}`;
}

/** One for each service provider, so that there is one sync of it at a time; the schedule has this id too. */
export function inventorySyncWorkflowId(serviceProviderId: string): string {
  return `inventory-sync/${serviceProviderId}`;
}

/** Of the run that a schedule starts; Temporal appends the time. It only starts the sync itself. */
export function scheduledInventorySyncWorkflowId(serviceProviderId: string): string {
  return `${inventorySyncWorkflowId(serviceProviderId)}/scheduled`;
}

/** One for each endpoint: its events follow one another. */
export function webhookEndpointWorkflowId(endpointId: string): string {
  return `webhook-endpoint/${endpointId}`;
}

/** `testId` is the `webhook-id` that the receiver gets. */
export function webhookTestWorkflowId(endpointId: string, testId: string): string {
  return `webhook-endpoint/${endpointId}/test/${testId}`;
}

export function webhookRelayWorkflowId(workflowTaskQueue: string): string {
  return `webhook-relay/${workflowTaskQueue}`;
}

/** Names by which clients reach workflows and their messages. */
export const BULK_CHANGE_WORKFLOW = 'bulkChange';
export const START_RELAY_WORKFLOW = 'startRelay';
export const REGISTER_CALLBACK_WORKFLOW = 'registerCallback';
export const INVENTORY_SYNC_WORKFLOW = 'inventorySync';
export const SCHEDULED_INVENTORY_SYNC_WORKFLOW = 'scheduledInventorySync';
export const REGISTRATION_WANTED_SIGNAL = 'registrationWanted';
export const WEBHOOK_ENDPOINT_WORKFLOW = 'webhookEndpoint';
export const WEBHOOK_TEST_WORKFLOW = 'webhookTest';
export const WEBHOOK_RELAY_WORKFLOW = 'webhookRelay';
export const WAKE_SIGNAL = 'wake';
export const WORK_ADDED_SIGNAL = 'workAdded';
export const CANCEL_UPDATE = 'cancel';
export const PAUSE_UPDATE = 'pause';
export const RESUME_UPDATE = 'resume';
export const PROMOTE_UPDATE = 'promote';
export const RESCHEDULE_UPDATE = 'reschedule';
export type SteeringUpdate =
  | typeof CANCEL_UPDATE
  | typeof PAUSE_UPDATE
  | typeof RESUME_UPDATE
  | typeof PROMOTE_UPDATE
  | typeof RESCHEDULE_UPDATE;
/** Sent to a device's run when the carrier has told something by callback; its argument is the request's id. */
export const CARRIER_NEWS_SIGNAL = 'carrierNews';
