import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import type { Activities } from '../activities/index.ts';
import { SUPPORTED_INTEGRATIONS } from '../domain/integration.ts';
import { billingTaskQueue, carrierTaskQueue } from '../domain/workflow-id.ts';

/** Sources that are bundled at start, or a bundle that was made before. */
export type WorkflowSource =
  | { readonly workflowsPath: string }
  | { readonly workflowBundle: NonNullable<WorkerOptions['workflowBundle']> };

export interface FleetOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** The workflows' queue; those of carriers and billing are named after it. */
  readonly taskQueue: string;
  readonly activities: Activities;
  readonly workflows: WorkflowSource;
}

/** The workers of one process. */
export interface WorkerFleet {
  /** Rejects when a worker ends by a fault; resolves after `shutdown`. */
  readonly ended: Promise<void>;
  /** Stops polling, lets what runs finish for up to twenty seconds, then cancels it. */
  shutdown(): Promise<void>;
}

/** A count and not a size: a device's workflow takes about 50 kB, so this is some 100 MB. */
const CACHED_WORKFLOWS = 2_000;
const GRACE = '20 seconds';
const FORCE = '30 seconds';

/** Starts one worker a task queue: workflows with the database steps, each carrier, and the billing system. */
export async function startWorkers(options: FleetOptions): Promise<WorkerFleet> {
  const { activities } = options;
  const common: Pick<WorkerOptions, 'connection' | 'namespace' | 'shutdownGraceTime' | 'shutdownForceTime'> =
    {
      connection: options.connection,
      namespace: options.namespace,
      shutdownGraceTime: GRACE,
      shutdownForceTime: FORCE,
    };
  const outside = (taskQueue: string, steps: object): Promise<Worker> =>
    Worker.create({
      ...common,
      taskQueue,
      activities: steps,
      maxConcurrentActivityTaskExecutions: 200,
      activityTaskPollerBehavior: { type: 'autoscaling' },
    });
  const workers = await Promise.all([
    Worker.create({
      ...common,
      ...options.workflows,
      taskQueue: options.taskQueue,
      activities: activities.database,
      maxCachedWorkflows: CACHED_WORKFLOWS,
      // A local activity holds the slot of its workflow task while it waits for the group commit.
      maxConcurrentWorkflowTaskExecutions: 300,
      maxConcurrentLocalActivityExecutions: 500,
      maxConcurrentActivityTaskExecutions: 50,
      workflowTaskPollerBehavior: { type: 'autoscaling' },
      activityTaskPollerBehavior: { type: 'autoscaling' },
    }),
    ...SUPPORTED_INTEGRATIONS.map((integration) =>
      outside(carrierTaskQueue(options.taskQueue, integration), activities.carrier),
    ),
    outside(billingTaskQueue(options.taskQueue), activities.billing),
  ]);
  const ended = Promise.all(workers.map((worker) => worker.run())).then(() => undefined);
  // Whoever waits for `ended` gets the fault; without a listener it would be an unhandled rejection.
  ended.catch(() => undefined);
  return {
    ended,
    shutdown: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended.catch(() => undefined);
    },
  };
}
