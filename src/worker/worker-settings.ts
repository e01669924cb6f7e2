import type { WorkerOptions } from '@temporalio/worker';

type Settings = Omit<
  WorkerOptions,
  'taskQueue' | 'connection' | 'namespace' | 'activities' | 'workflowsPath' | 'workflowBundle'
>;

const CLOSING = { shutdownGraceTime: '20 seconds', shutdownForceTime: '30 seconds' } as const;

/** The worker of the workflows and of the database steps. */
export const workflowWorkerSettings = {
  ...CLOSING,
  // A count and not a size: a device's workflow takes about 50 kB, so this is some 100 MB.
  maxCachedWorkflows: 2_000,
  // A local activity holds the slot of its workflow task while it waits for the group commit.
  maxConcurrentWorkflowTaskExecutions: 300,
  maxConcurrentLocalActivityExecutions: 500,
  maxConcurrentActivityTaskExecutions: 50,
  workflowTaskPollerBehavior: { type: 'autoscaling' },
  activityTaskPollerBehavior: { type: 'autoscaling' },
} as const satisfies Settings;

/** The worker of one carrier, of the billing system, or of webhooks. */
export const outsideWorkerSettings = {
  ...CLOSING,
  // Left to itself the SDK holds beats back for most of the timeout, so that one late beat loses the step.
  maxHeartbeatThrottleInterval: '5 seconds',
  defaultHeartbeatThrottleInterval: '5 seconds',
  maxConcurrentActivityTaskExecutions: 200,
  activityTaskPollerBehavior: { type: 'autoscaling' },
} as const satisfies Settings;
