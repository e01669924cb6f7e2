import { workflowInfo } from '@temporalio/workflow';
import type { BulkChangeInput } from './messages.ts';

/** Far above what a change of a million devices needs; beyond it the run continues as new. */
const BATCHES_PER_RUN = 1_000;

/** Open batches are drained before the run continues as new, since children do not move over to the next run. */
export function outOfRoom(run: {
  readonly input: BulkChangeInput;
  readonly batchesStarted: number;
}): boolean {
  return (
    workflowInfo().continueAsNewSuggested ||
    run.batchesStarted >= (run.input.batchesPerRun ?? BATCHES_PER_RUN)
  );
}
