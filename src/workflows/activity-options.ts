import { workflowInfo, type ActivityOptions, type LocalActivityOptions } from '@temporalio/workflow';
import { billingTaskQueue, carrierTaskQueue, webhookTaskQueue } from '../domain/workflow-id.ts';

/**
 * Calls to carriers and to the billing system. The failure itself says whether and when to try again (class,
 * Retry-After), so the policy here is only the outer bound. The heartbeat tells a lost worker within seconds.
 */
const OUTSIDE = {
  startToCloseTimeout: '3 minutes',
  heartbeatTimeout: '30 seconds',
  scheduleToCloseTimeout: '12 hours',
  retry: {
    initialInterval: '1 second',
    backoffCoefficient: 2,
    maximumInterval: '1 minute',
    maximumAttempts: 500,
  },
} as const satisfies ActivityOptions;

export function carrierActivityOptions(integration: string, summary: string): ActivityOptions {
  return { ...OUTSIDE, taskQueue: carrierTaskQueue(workflowInfo().taskQueue, integration), summary };
}

/** For a step that may have to search the carrier's account, line by line, before it writes. */
export function searchingActivityOptions(integration: string, summary: string): ActivityOptions {
  return { ...carrierActivityOptions(integration, summary), startToCloseTimeout: '15 minutes' };
}

export function billingActivityOptions(summary: string): ActivityOptions {
  return { ...OUTSIDE, taskQueue: billingTaskQueue(workflowInfo().taskQueue), summary };
}

/**
 * One try of a webhook, which takes fifteen seconds at most. What the receiver does is a result; only the database's faults
 * are tried again here, and a worker that died after the try makes the same message arrive twice.
 */
export function webhookActivityOptions(summary: string): ActivityOptions {
  return {
    taskQueue: webhookTaskQueue(workflowInfo().taskQueue),
    startToCloseTimeout: '45 seconds',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
    summary,
  };
}

/** Reads and writes of the database inside a device's workflow: short, repeatable, tried until they succeed. */
export const DATABASE_STEP = {
  startToCloseTimeout: '60 seconds',
  localRetryThreshold: '1 minute',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
} as const satisfies LocalActivityOptions;

/**
 * Work on a whole change or a whole page, visible in the Web UI as an activity of its own. Only steps that tell they are alive:
 * a worker that stops may take one with it, and the change would stand still until the end of its time.
 */
export const BULK_STEP = {
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
} as const satisfies ActivityOptions;
