import { continueAsNew, proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type { WebhookRelayActivities } from '../activities/index.ts';
import { BULK_STEP } from './activity-options.ts';

const relay = proxyActivities<WebhookRelayActivities>({
  ...BULK_STEP,
  startToCloseTimeout: '2 minutes',
  summary: 'Make events of failures, and start deliveries that are due',
});

const PAUSE = '5 seconds';
const ROUNDS_PER_RUN = 500;

/**
 * Looks every few seconds for what is due at webhook endpoints, and has it delivered. One workflow for the whole
 * installation; what it finds is in the database, so a crash of all workers loses nothing.
 */
export async function webhookRelay(): Promise<void> {
  for (let round = 0; round < ROUNDS_PER_RUN && !workflowInfo().continueAsNewSuggested; round += 1) {
    await relay.relayWebhooks();
    await sleep(PAUSE, { summary: 'Until the next look for webhooks that are due' });
  }
  await continueAsNew<typeof webhookRelay>();
}
