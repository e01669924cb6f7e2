import { proxyActivities } from '@temporalio/workflow';
import type { BulkActivities } from '../activities/index.ts';
import { BULK_STEP } from './activity-options.ts';

/** The steps of a whole change, each with the summary that an operator reads. */
export function bulk(summary: string): BulkActivities {
  return proxyActivities<BulkActivities>({ ...BULK_STEP, summary });
}
