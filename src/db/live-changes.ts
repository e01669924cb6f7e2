import type { Tally } from '../domain/tally.ts';
import type { BulkChangeRow } from './bulk-changes.ts';
import type { Database } from './client.ts';
import { contendedRowsOf } from './contended-rows.ts';

/** What listeners of a change are told of, and what it is told from. */
export interface LiveChangeRow extends Pick<BulkChangeRow, keyof Tally | LiveField> {
  /** Moves with every field that the trigger `bulk_changes_revision` names; the same for every process. */
  readonly revision: bigint;
  /** Nothing is at work, and another change goes first with one of the next devices. */
  readonly isContended: boolean;
  readonly serviceProvider: Pick<BulkChangeRow['serviceProvider'], 'settings' | 'carrierBudget'>;
}

type LiveField =
  | 'id'
  | 'integration'
  | 'status'
  | 'effectiveAt'
  | 'timeZone'
  | 'total'
  | 'rollout'
  | 'wave'
  | 'pauseReason'
  | 'heldBy'
  | 'order'
  | 'startedAt'
  | 'finishedAt';

export interface ChangeKey {
  readonly tenantId: string;
  readonly id: string;
}

const LIVE_CHANGES = `
select b.id, b.integration, b.status, b.effective_at as "effectiveAt", b.time_zone as "timeZone", b.total, b.pending,
  b.processing, b.awaiting_confirmation as "awaitingConfirmation", b.processed, b.error, b.unknown, b.canceled, b.rollout,
  b.wave, b.pause_reason as "pauseReason", b.held_by as "heldBy", b."order", b.started_at as "startedAt",
  b.finished_at as "finishedAt", b.revision, s.settings, c.next_free_at as "nextFreeAt", c.failures,
  c.open_until as "openUntil",
  case when b.status = 'PROCESSING' and b.held_by is null and b.processing = 0 and b.pending > 0
    then ${contendedRowsOf('b.tenant_id', 'b.id')} else false end as "isContended"
from unnest($1::uuid[], $2::uuid[]) as wanted (tenant_id, id)
join bulk_changes b on b.tenant_id = wanted.tenant_id and b.id = wanted.id
join service_providers s on s.tenant_id = b.tenant_id and s.id = b.service_provider_id
left join carrier_budgets c on c.service_provider_id = s.id`;

interface StoredRow extends Omit<LiveChangeRow, 'revision' | 'serviceProvider'> {
  readonly revision: string;
  readonly settings: BulkChangeRow['serviceProvider']['settings'];
  readonly nextFreeAt: Date | null;
  readonly failures: number | null;
  readonly openUntil: Date | null;
}

/** The changes as they are now, however many, in one statement. Those that a tenant does not have are left out. */
export async function readLiveChanges(
  { pool }: Database,
  changes: readonly ChangeKey[],
): Promise<readonly LiveChangeRow[]> {
  const { rows } = await pool.query<StoredRow>(LIVE_CHANGES, [
    changes.map(({ tenantId }) => tenantId),
    changes.map(({ id }) => id),
  ]);
  return rows.map(toLiveChange);
}

function toLiveChange(stored: StoredRow): LiveChangeRow {
  const { settings, nextFreeAt, failures, openUntil, revision, ...row } = stored;
  const carrierBudget = nextFreeAt === null || failures === null ? null : { nextFreeAt, failures, openUntil };
  return { ...row, revision: BigInt(revision), serviceProvider: { settings, carrierBudget } };
}
