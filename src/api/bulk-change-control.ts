import { createHash } from 'node:crypto';
import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Logger } from 'pino';
import { bulkChangeWorkflowId, type SteeringUpdate } from '../domain/workflow-id.ts';
import type { BulkChangeStarter } from '../platform/bulk-change-starter.ts';
import { Problem } from './problem.ts';

/** What a run is told. */
export interface Steering {
  readonly tenantId: string;
  readonly bulkChangeId: string;
  readonly update: SteeringUpdate;
  /** A mode, a reason or an instant; it stays in the run's history, so it names nobody. */
  readonly argument?: string;
  /** Two calls with the same key are one update, even when the first was not answered in time. */
  readonly idempotencyKey?: string | undefined;
}

export type SteerResult =
  | { readonly outcome: 'accepted' }
  /** The run does not do this in the state it is in. */
  | { readonly outcome: 'refused'; readonly reason: string }
  /** The change has ended. */
  | { readonly outcome: 'over' };

/** How the API starts and steers runs. */
export interface BulkChangeControl {
  /** Starts the run that is wanted. Never fails the caller: a change that is stored is started later by the relay. */
  start(tenantId: string, bulkChangeId: string): Promise<void>;
  /**
   * Tells the run something and waits until it has done it; a change that is not over but has lost its run gets a new
   * one, which is told.
   * @throws Problem service.unavailable when no worker has confirmed it in time
   */
  steer(steering: Steering): Promise<SteerResult>;
}

const START_DEADLINE_MS = 3_000;
const UPDATE_DEADLINE_MS = 8_000;
/** The type of the failure by which the workflow refuses an update. */
const REFUSAL = 'bulk_change.state_conflict';

interface ControlDeps {
  readonly client: Client;
  readonly starter: BulkChangeStarter;
  readonly logger: Pick<Logger, 'warn'>;
}

export function createBulkChangeControl(deps: ControlDeps): BulkChangeControl {
  const { client, starter, logger } = deps;
  const soon = <T>(call: () => Promise<T>): Promise<T> =>
    client.connection.withDeadline(Date.now() + START_DEADLINE_MS, call);
  return {
    start: async (tenantId, bulkChangeId) => {
      try {
        await soon(() => starter.start(tenantId, bulkChangeId));
      } catch (error) {
        logger.warn({ err: error, bulkChangeId }, 'The change is stored; its start is left to the relay');
      }
    },
    steer: async (steering) => {
      const { tenantId, bulkChangeId, update } = steering;
      try {
        await soon(() => starter.start(tenantId, bulkChangeId));
        const heard = await tell(client, steering);
        if (heard !== 'unheard') return heard;
        // Nobody took it: the change is over, its run is lost, or the run was just looking whether it may end.
        if (!(await soon(() => starter.restart(tenantId, bulkChangeId)))) return { outcome: 'over' };
        const heardNow = await tell(client, steering);
        if (heardNow !== 'unheard') return heardNow;
        // It may have ended by itself meanwhile; if not, the next call finds the run at another point.
        if (!(await soon(() => starter.restart(tenantId, bulkChangeId)))) return { outcome: 'over' };
      } catch (error) {
        logger.warn({ err: error, bulkChangeId, update }, 'An update of a run was not confirmed');
      }
      throw new Problem(
        'service.unavailable',
        `The change could not be told to ${update}: no worker has confirmed it. Repeat the call.`,
        { headers: { 'retry-after': '5' } },
      );
    },
  };
}

/** Sends the update and waits for its end. Unheard: there is no run that takes it. */
async function tell(client: Client, steering: Steering): Promise<SteerResult | 'unheard'> {
  const { update, argument, idempotencyKey } = steering;
  try {
    const handle = client.workflow.getHandle(bulkChangeWorkflowId(steering.bulkChangeId));
    await client.connection.withDeadline(Date.now() + UPDATE_DEADLINE_MS, () =>
      handle.executeUpdate<void, [string | undefined]>(update, {
        args: [argument],
        ...(idempotencyKey === undefined ? {} : { updateId: updateIdOf(steering, idempotencyKey) }),
      }),
    );
    return { outcome: 'accepted' };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'unheard';
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    const { cause } = error;
    return cause instanceof ApplicationFailure && cause.type === REFUSAL
      ? { outcome: 'refused', reason: cause.message }
      : 'unheard';
  }
}

/** The caller's key is its own affair and may say anything, so only its digest goes into the history. */
function updateIdOf({ update }: Steering, idempotencyKey: string): string {
  return `${update}/${createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32)}`;
}
