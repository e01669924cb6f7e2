import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import type { Activities } from '../activities/index.ts';
import { INTEGRATIONS } from '../domain/integration.ts';
import { billingTaskQueue, carrierTaskQueue, webhookTaskQueue } from '../domain/workflow-id.ts';
import { outsideWorkerSettings, workflowWorkerSettings } from './worker-settings.ts';

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

/** Starts one worker a task queue: workflows with the database steps, each carrier, the billing system, and webhooks. */
export async function startWorkers(options: FleetOptions): Promise<WorkerFleet> {
  const { activities } = options;
  const { connection, namespace } = options;
  const outside = (taskQueue: string, steps: object): Promise<Worker> =>
    Worker.create({ ...outsideWorkerSettings, connection, namespace, taskQueue, activities: steps });
  const workers = await Promise.all([
    Worker.create({
      ...workflowWorkerSettings,
      ...options.workflows,
      connection,
      namespace,
      taskQueue: options.taskQueue,
      activities: activities.database,
    }),
    ...INTEGRATIONS.map((integration) =>
      outside(carrierTaskQueue(options.taskQueue, integration), activities.carrier),
    ),
    outside(billingTaskQueue(options.taskQueue), activities.billing),
    outside(webhookTaskQueue(options.taskQueue), activities.webhooks),
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
