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

export function startRelayWorkflowId(workflowTaskQueue: string): string {
  return `start-relay/${workflowTaskQueue}`;
}

/** Names by which clients reach workflows and their messages. */
export const BULK_CHANGE_WORKFLOW = 'bulkChange';
export const START_RELAY_WORKFLOW = 'startRelay';
export const WORK_ADDED_SIGNAL = 'workAdded';
export const CANCEL_UPDATE = 'cancel';
