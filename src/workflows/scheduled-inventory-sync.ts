import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { executeChild, ParentClosePolicy, workflowInfo } from '@temporalio/workflow';
import { inventorySyncWorkflowId } from '../domain/workflow-id.ts';
import { inventorySync, type InventorySyncInput } from './inventory-sync.ts';
import { INTEGRATION, SERVICE_PROVIDER, TENANT_ID } from './search-attributes.ts';

/**
 * What a schedule starts: the sync itself, unless one runs already. Temporal gives every scheduled run an id of its own, and
 * it is the sync's id that lets only one run at a time, however it was started.
 */
export async function scheduledInventorySync(input: InventorySyncInput): Promise<void> {
  try {
    await executeChild(inventorySync, {
      workflowId: inventorySyncWorkflowId(input.serviceProviderId),
      args: [input],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: ownAttributes(),
      staticSummary: 'Inventory sync by schedule',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Those of the schedule itself are Temporal's to set. */
function ownAttributes() {
  const { typedSearchAttributes } = workflowInfo();
  return [TENANT_ID, SERVICE_PROVIDER, INTEGRATION].flatMap((key) => {
    const value = typedSearchAttributes.get(key);
    return value === undefined ? [] : [{ key, value }];
  });
}
