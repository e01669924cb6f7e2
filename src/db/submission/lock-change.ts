import type { BulkChangeStatus } from '../../domain/bulk-change-status.ts';
import type { Prisma } from '../generated/client.ts';
import type { ApprovalFacts } from './approval-gate.ts';

export interface LockedChange extends ApprovalFacts {
  readonly id: string;
  readonly status: BulkChangeStatus;
  readonly start_requested_at: Date | null;
  readonly workflow_run_id: string | null;
  readonly plan_hash: string;
  readonly created_by: string;
  /** Whether the request asked to be started, too. */
  readonly process_changes: boolean;
}

/**
 * Locks a change until the transaction ends; null: the tenant has no such change. It is locked before any of its rows,
 * by everybody, so that a run that is just ending either sees rows that are opened again or has closed the change.
 */
export async function lockChange(
  tx: Prisma.TransactionClient,
  tenantId: string,
  id: string,
): Promise<LockedChange | null> {
  const rows = await tx.$queryRaw<LockedChange[]>`
    select id, status, start_requested_at, workflow_run_id, plan_hash, created_by, requires_approval, approved_at,
      coalesce(request->>'processChanges', 'true') <> 'false' as process_changes
    from bulk_changes
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
  return rows[0] ?? null;
}
