import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { WebhookActivities } from '../activities/index.ts';
import type { EndpointInput } from '../activities/webhook.activities.ts';
import { WAKE_SIGNAL } from '../domain/workflow-id.ts';
import { webhookActivityOptions } from './activity-options.ts';

/** The endpoint was changed, or something is to be replayed: what waits is tried at once. */
const wake = defineSignal(WAKE_SIGNAL);

const TRIES_PER_RUN = 500;

export interface WebhookEndpointInput extends EndpointInput {
  /** Tries after which the run continues as new. */
  readonly triesPerRun?: number;
}

/**
 * Delivers the events of one endpoint, one after the other in their order: an event that fails holds back those behind it.
 * The waits between its tries are timers of this run; how many it has had is in the database, so that a run that follows
 * a terminated one goes on where that stood. Ends when nothing is due or the endpoint is disabled.
 */
export async function webhookEndpoint(input: WebhookEndpointInput): Promise<void> {
  const { deliverNextEvent } = proxyActivities<WebhookActivities>(
    webhookActivityOptions('Deliver the next event'),
  );
  let woken = false;
  setHandler(wake, () => {
    woken = true;
  });
  const most = input.triesPerRun ?? TRIES_PER_RUN;
  for (let tries = 0; tries < most && !workflowInfo().continueAsNewSuggested; tries += 1) {
    woken = false;
    const step = await deliverNextEvent(input);
    switch (step.kind) {
      case 'delivered':
        break;
      case 'failed':
        if (step.retryInMs > 0) {
          const summary = `Until event ${String(step.sequence)} is tried again`;
          await condition(() => woken, step.retryInMs, { summary });
        }
        break;
      case 'nothing_due':
      case 'given_up':
        // Enabled again, or replayed, since the database was asked.
        if (!woken) return;
    }
  }
  await continueAsNew<typeof webhookEndpoint>(input);
}
