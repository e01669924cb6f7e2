import { isFinalBulkChangeStatus } from '../../domain/bulk-change-status.ts';
import type { RequestedChange } from '../../domain/change-request.ts';
import { loadCorrections, loadRequestedDevices } from '../bulk/load-requested-devices.ts';
import type { Database } from '../client.ts';
import type { StoredRequest } from './read-stored-request.ts';
import { submitBulkChange, type Submitter } from './submit-bulk-change.ts';
import type { Repetition } from './undo-bulk-change.ts';

/** Why a change cannot be submitted again; null when it can. */
export function obstacleToResubmission({ status, undoOf }: StoredRequest): Repetition | null {
  if (!isFinalBulkChangeStatus(status)) return { outcome: 'not_finished', status };
  if (undoOf === null) return null;
  return {
    outcome: 'pointless',
    reason: `It takes change ${undoOf} back and has no request of its own: undo that change again.`,
  };
}

/**
 * Submits what a finished change asked for once more, for the same devices with their corrections and dates, judged
 * by what holds today. `change` is the request as it is read today; what is personal stays sealed as it is.
 */
export async function resubmitBulkChange(
  deps: { readonly database: Database; readonly now: () => Date },
  who: Submitter,
  id: string,
  source: StoredRequest,
  change: RequestedChange,
  { processChanges }: { readonly processChanges: boolean },
): Promise<Repetition> {
  const { serviceProviderId, request, personal, onConflict, rollout } = source;
  const { pool } = deps.database;
  const corrections = await loadCorrections(pool, who.tenantId, id);
  const submission = await submitBulkChange(
    deps,
    who,
    {
      serviceProviderId,
      processChanges,
      devices: loadRequestedDevices(pool, who.tenantId, id),
      corrections,
      onConflict,
      change,
      ...(request['requiresApproval'] === true ? { requiresApproval: true } : {}),
      ...(rollout === null ? {} : { rollout }),
      ...(personal === null ? {} : { personal }),
    },
    { ...request, processChanges },
    { origin: { resubmitOf: id } },
  );
  if (!submission.ok) return { outcome: 'refused', faults: submission.faults };
  return { outcome: 'done', bulkChangeId: submission.bulkChangeId };
}
