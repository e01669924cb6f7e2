import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { bulkChangeWorkflowId, CANCEL_UPDATE } from '../domain/workflow-id.ts';
import type { BulkChangeStarter } from '../platform/bulk-change-starter.ts';
import { Problem } from './problem.ts';

/** How the API starts and steers runs. */
export interface BulkChangeControl {
  /** Starts the run that is wanted. Never fails the caller: a change that is stored is started later by the relay. */
  start(tenantId: string, bulkChangeId: string): Promise<void>;
  /**
   * Tells the run to stop starting devices; a change that is not over but has lost its run gets a new one, which is
   * told. False when the change is over.
   * @throws Problem service.unavailable when no worker has confirmed it in time
   */
  cancel(tenantId: string, bulkChangeId: string, actor: string): Promise<boolean>;
}

const START_DEADLINE_MS = 3_000;
const UPDATE_DEADLINE_MS = 8_000;

export function createBulkChangeControl(deps: {
  readonly client: Client;
  readonly starter: BulkChangeStarter;
  readonly logger: Pick<Logger, 'warn'>;
}): BulkChangeControl {
  const { client, starter, logger } = deps;
  const start = (tenantId: string, bulkChangeId: string): Promise<void> =>
    client.connection.withDeadline(Date.now() + START_DEADLINE_MS, () =>
      starter.start(tenantId, bulkChangeId),
    );
  const restart = (tenantId: string, bulkChangeId: string): Promise<boolean> =>
    client.connection.withDeadline(Date.now() + START_DEADLINE_MS, () =>
      starter.restart(tenantId, bulkChangeId),
    );
  const tell = (bulkChangeId: string): Promise<boolean> => sendCancel(client, bulkChangeId);
  return {
    start: async (tenantId, bulkChangeId) => {
      try {
        await start(tenantId, bulkChangeId);
      } catch (error) {
        logger.warn({ err: error, bulkChangeId }, 'The change is stored; its start is left to the relay');
      }
    },
    cancel: async (tenantId, bulkChangeId) => {
      try {
        await start(tenantId, bulkChangeId);
        if (await tell(bulkChangeId)) return true;
        // Nobody took it: the change is over, its run is lost, or the run was just looking whether it may end.
        if (!(await restart(tenantId, bulkChangeId))) return false;
        if (await tell(bulkChangeId)) return true;
        // It may have ended by itself meanwhile; if not, the next call finds the run at another point.
        if (!(await restart(tenantId, bulkChangeId))) return false;
      } catch (error) {
        logger.warn({ err: error, bulkChangeId }, 'A cancel was not confirmed');
      }
      throw new Problem(
        'service.unavailable',
        'The change could not be told to stop: no worker has confirmed it. Repeat the call.',
        { headers: { 'retry-after': '5' } },
      );
    },
  };
}

/** Sends the update. False when there is no run that takes it. */
async function sendCancel(client: Client, bulkChangeId: string): Promise<boolean> {
  try {
    const handle = client.workflow.getHandle(bulkChangeWorkflowId(bulkChangeId));
    await client.connection.withDeadline(Date.now() + UPDATE_DEADLINE_MS, () =>
      handle.executeUpdate<void, []>(CANCEL_UPDATE),
    );
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || error instanceof WorkflowUpdateFailedError) return false;
    throw error;
  }
}
