import { continueAsNew, proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type { BulkActivities } from '../activities/index.ts';
import { BULK_STEP } from './activity-options.ts';

const relay = proxyActivities<BulkActivities>({
  ...BULK_STEP,
  startToCloseTimeout: '1 minute',
  summary: 'Start changes that are stored but not started',
});

const PAUSE = '10 seconds';
const ROUNDS_PER_RUN = 500;

/**
 * The outbox's other end: looks every few seconds for changes that are stored but not started, and starts them. One
 * workflow for the whole installation, so that any number of workers share it and a crash of all of them loses nothing.
 */
export async function startRelay(): Promise<void> {
  for (let round = 0; round < ROUNDS_PER_RUN && !workflowInfo().continueAsNewSuggested; round += 1) {
    await relay.startRequestedChanges();
    await sleep(PAUSE, { summary: 'Until the next look for changes that are not started' });
  }
  await continueAsNew<typeof startRelay>();
}
