import { WorkflowIdConflictPolicy, type Client } from '@temporalio/client';
import { START_RELAY_WORKFLOW, startRelayWorkflowId } from '../domain/workflow-id.ts';

/** Starts the relay of stored but unstarted changes unless it runs already; every worker process may ask. */
export async function ensureStartRelay(client: Client, taskQueue: string): Promise<void> {
  await client.workflow.start(START_RELAY_WORKFLOW, {
    taskQueue,
    workflowId: startRelayWorkflowId(taskQueue),
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    args: [],
    staticSummary: 'Starts changes that were stored but not started',
  });
}
