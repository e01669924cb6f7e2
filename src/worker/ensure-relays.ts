import { WorkflowIdConflictPolicy, type Client } from '@temporalio/client';
import {
  START_RELAY_WORKFLOW,
  startRelayWorkflowId,
  WEBHOOK_RELAY_WORKFLOW,
  webhookRelayWorkflowId,
} from '../domain/workflow-id.ts';

/** Starts the relay of stored but unstarted changes unless it runs already; every worker process may ask. */
export function ensureStartRelay(client: Client, taskQueue: string): Promise<void> {
  return ensure(client, taskQueue, START_RELAY_WORKFLOW, {
    workflowId: startRelayWorkflowId(taskQueue),
    staticSummary: 'Starts changes that were stored but not started',
  });
}

/** Starts the relay of webhooks unless it runs already; every worker process may ask. */
export function ensureWebhookRelay(client: Client, taskQueue: string): Promise<void> {
  return ensure(client, taskQueue, WEBHOOK_RELAY_WORKFLOW, {
    workflowId: webhookRelayWorkflowId(taskQueue),
    staticSummary: 'Has webhooks delivered that are due',
  });
}

async function ensure(
  client: Client,
  taskQueue: string,
  workflow: string,
  names: { readonly workflowId: string; readonly staticSummary: string },
): Promise<void> {
  await client.workflow.start(workflow, {
    ...names,
    taskQueue,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    args: [],
  });
}
