import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ChildWorkflowFailure, executeChild, isCancellation, ParentClosePolicy } from '@temporalio/workflow';
import { CHANGE_TITLES } from '../domain/change-type.ts';
import { deviceBatchWorkflowId } from '../domain/workflow-id.ts';
import { deviceBatch, type BatchCounts, type DeviceBatchInput } from './device-batch.ts';

/**
 * Runs one batch of a change as a child of its own. A batch that was terminated, or canceled before it began, leaves its
 * rows pending: the next look at the database takes them up or ends them, so it must not take the whole change down.
 */
export async function runBatch(
  bulkChangeId: string,
  batch: DeviceBatchInput,
  round?: number,
): Promise<BatchCounts> {
  try {
    return await executeChild(deviceBatch, {
      workflowId: deviceBatchWorkflowId(bulkChangeId, batch.firstRow, round),
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      args: [batch],
      staticSummary: `Rows ${String(batch.firstRow)} to ${String(batch.lastRow)}`,
      staticDetails: `${CHANGE_TITLES[batch.facts.changeType]}: one page of bulk change ${bulkChangeId}`,
    });
  } catch (error) {
    const leftOver =
      error instanceof ChildWorkflowFailure || error instanceof WorkflowExecutionAlreadyStartedError;
    if (!leftOver && !isCancellation(error)) throw error;
    return { succeeded: 0, failed: 0 };
  }
}
