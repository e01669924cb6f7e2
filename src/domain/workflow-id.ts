/** Workflow ids and task queues: readable for operators, and the guard against starting anything twice. */
export const WORKFLOW_TASK_QUEUE = 'millpond-workflows';

/** Carrier activities have queues of their own, so that one slow carrier cannot hold the others up. */
export function carrierTaskQueue(integration: string): string {
  return `millpond-carrier-${integration.toLowerCase()}`;
}

export const BILLING_TASK_QUEUE = 'millpond-billing';

export function bulkChangeWorkflowId(bulkChangeId: string): string {
  return `bulk-change/${bulkChangeId}`;
}

export function deviceBatchWorkflowId(bulkChangeId: string, firstRow: number): string {
  return `bulk-change/${bulkChangeId}/batch/${String(firstRow)}`;
}

/** The device lane: Temporal refuses a second running workflow with this id. */
export function deviceWorkflowId(serviceProviderId: string, identifier: string): string {
  return `device/${serviceProviderId}/${identifier}`;
}

export const START_RELAY_WORKFLOW_ID = 'start-relay';

/** Names by which clients reach workflows and their messages. */
export const BULK_CHANGE_WORKFLOW = 'bulkChange';
export const START_RELAY_WORKFLOW = 'startRelay';
export const WORK_ADDED_SIGNAL = 'workAdded';
export const CANCEL_UPDATE = 'cancel';
