import type { BulkChangeStatus } from '../../domain/bulk-change-status.ts';
import type { Tally } from '../../domain/tally.ts';
import type { Queryable } from '../transaction.ts';

/** A change as it is inserted, before its rows are known. JSON comes as text. */
export interface BulkChangeRow {
  readonly tenantId: string;
  readonly serviceProviderId: string;
  readonly integration: string;
  readonly changeType: string;
  readonly portalType: string;
  readonly request: string;
  readonly order: string;
  readonly personal: string | null;
  readonly onConflict: string;
  readonly rollout: string | null;
  readonly requiresApproval: boolean;
  readonly undoOf: string | null;
  readonly resubmitOf: string | null;
  readonly effectiveAt: Date | null;
  readonly timeZone: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** Inserts a change without rows and returns its id. `sealBulkChange` belongs to the same transaction. */
export async function insertBulkChange(client: Queryable, row: BulkChangeRow): Promise<string> {
  const { rows } = await client.query<{ id: string }>(INSERT, [
    row.tenantId,
    row.serviceProviderId,
    row.integration,
    row.changeType,
    row.portalType,
    row.request,
    row.order,
    row.personal,
    row.onConflict,
    row.rollout,
    row.requiresApproval,
    row.undoOf,
    row.resubmitOf,
    row.effectiveAt,
    row.timeZone,
    row.createdBy,
    row.createdAt,
  ]);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('A change was inserted and has no id.');
  return id;
}

const INSERT = `
insert into bulk_changes (id, tenant_id, service_provider_id, integration, change_type, portal_type, request, "order",
  personal, on_conflict, rollout, requires_approval, undo_of, resubmit_of, effective_at, time_zone, created_by, created_at,
  status, plan_hash)
values (uuidv7(), $1::uuid, $2::uuid, $3, $4, $5, $6::jsonb, $7::jsonb, $8, $9, $10::jsonb, $11, $12::uuid, $13::uuid, $14,
  $15, $16, $17, 'PENDING', '')
returning id`;

/** What a change has come to once all its rows are judged. */
export interface SealedBulkChange {
  readonly id: string;
  readonly status: BulkChangeStatus;
  readonly planHash: string;
  readonly total: number;
  readonly tally: Tally;
  /** Devices without a row, since the request names them once more. */
  readonly duplicates: number;
  readonly finishedAt: Date | null;
  readonly startRequestedAt: Date | null;
}

/** Writes status, counts and hash of a change whose rows are in. Sealed rows are pending or refused, nothing else. */
export async function sealBulkChange(
  client: Queryable,
  { id, status, planHash, total, tally, duplicates, finishedAt, startRequestedAt }: SealedBulkChange,
): Promise<void> {
  await client.query(SEAL, [
    id,
    status,
    planHash,
    total,
    tally.pending,
    tally.error,
    duplicates,
    finishedAt,
    startRequestedAt,
  ]);
}

const SEAL = `
update bulk_changes
set status = $2, plan_hash = $3, total = $4, pending = $5, error = $6, duplicates = $7,
  finished_at = $8, start_requested_at = $9
where id = $1::uuid`;
