import type { InventorySyncRow } from '../../../db/inventory/inventory-syncs.ts';
import { INVENTORY_SYNC_STATUSES } from '../../../domain/inventory-sync.ts';
import { inventorySyncWorkflowId } from '../../../domain/workflow-id.ts';
import type { TemporalUi } from '../../api-app.ts';
import { knownValue, orNull } from '../../stored-value.ts';
import { workflowLink } from '../../workflow-link.ts';

/** A sync as callers get it. Its id is that of the run's first execution. */
export function toInventorySyncAnswer(ui: TemporalUi, row: InventorySyncRow) {
  return {
    id: row.id,
    serviceProviderId: row.serviceProviderId,
    status: knownValue(INVENTORY_SYNC_STATUSES, row.status),
    startedBy: row.startedBy,
    startedAt: row.startedAt.toISOString(),
    finishedAt: orNull(row.finishedAt),
    pages: row.pages,
    seen: row.seen,
    created: row.created,
    updated: row.updated,
    drifted: row.drifted,
    missing: row.missing,
    errorCode: row.errorCode,
    errorMessage: row.errorMessage,
    workflow: workflowLink(ui, inventorySyncWorkflowId(row.serviceProviderId), row.id),
  };
}
