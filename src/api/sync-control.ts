import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type Client,
} from '@temporalio/client';
import type { Logger } from 'pino';
import { INVENTORY_SYNC_WORKFLOW, inventorySyncWorkflowId } from '../domain/workflow-id.ts';
import { createSyncSchedules, type SyncSchedules } from '../platform/sync-schedules.ts';
import { syncAppearance, syncArguments, type SyncTarget } from '../platform/sync-start.ts';
import { Problem } from './problem.ts';

/** How the API has inventories synced, and keeps the schedules of it. All throw Problem service.unavailable. */
export interface SyncControl {
  /** Starts a sync, and answers with the run's id; null when one runs already. */
  start(target: SyncTarget): Promise<string | null>;
  readonly schedules: SyncSchedules;
}

const DEADLINE_MS = 5_000;

interface SyncControlDeps {
  readonly client: Client;
  /** The workflows' task queue. */
  readonly taskQueue: string;
  readonly logger: Pick<Logger, 'warn'>;
}

export function createSyncControl({ client, taskQueue, logger }: SyncControlDeps): SyncControl {
  const schedules = createSyncSchedules(client, taskQueue);
  const inTime = async <T>(what: string, ask: () => Promise<T>): Promise<T> => {
    try {
      return await client.connection.withDeadline(Date.now() + DEADLINE_MS, ask);
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) throw error;
      logger.warn({ err: error }, `${what} failed`);
      throw new Problem('service.unavailable', `${what} is not possible just now. Repeat the call.`, {
        headers: { 'retry-after': '5' },
      });
    }
  };
  return {
    start: async (target) => {
      try {
        return await inTime('Starting a sync', () => startSync(client, taskQueue, target));
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
        throw error;
      }
    },
    schedules: {
      put: (target, times) => inTime('Setting the schedule', () => schedules.put(target, times)),
      read: (id) => inTime('Reading the schedule', () => schedules.read(id)),
      remove: (id) => inTime('Removing the schedule', () => schedules.remove(id)),
    },
  };
}

async function startSync(client: Client, taskQueue: string, target: SyncTarget): Promise<string> {
  const handle = await client.workflow.start(INVENTORY_SYNC_WORKFLOW, {
    taskQueue,
    workflowId: inventorySyncWorkflowId(target.serviceProviderId),
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
    args: [syncArguments(target, false)],
    ...syncAppearance(target),
  });
  return handle.firstExecutionRunId;
}
