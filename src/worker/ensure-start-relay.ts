import { WorkflowIdConflictPolicy, type Client } from '@temporalio/client';
import { START_RELAY_WORKFLOW, START_RELAY_WORKFLOW_ID, WORKFLOW_TASK_QUEUE } from '../domain/workflow-id.ts';

/** Starts the relay of stored but unstarted changes unless it runs already; every worker process may ask. */
export async function ensureStartRelay(client: Client): Promise<void> {
  await client.workflow.start(START_RELAY_WORKFLOW, {
    taskQueue: WORKFLOW_TASK_QUEUE,
    workflowId: START_RELAY_WORKFLOW_ID,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    args: [],
    staticSummary: 'Starts changes that were stored but not started',
  });
}
