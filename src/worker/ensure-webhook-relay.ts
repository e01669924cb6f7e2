import { WorkflowIdConflictPolicy, type Client } from '@temporalio/client';
import { WEBHOOK_RELAY_WORKFLOW, webhookRelayWorkflowId } from '../domain/workflow-id.ts';

/** Starts the relay of webhooks unless it runs already; every worker process may ask. */
export async function ensureWebhookRelay(client: Client, taskQueue: string): Promise<void> {
  await client.workflow.start(WEBHOOK_RELAY_WORKFLOW, {
    taskQueue,
    workflowId: webhookRelayWorkflowId(taskQueue),
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    args: [],
    staticSummary: 'Has webhooks delivered that are due',
  });
}
