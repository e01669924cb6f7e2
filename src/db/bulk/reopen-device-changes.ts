import type { Prisma } from '../generated/client.ts';
import { MOVE_TALLY } from './tally-columns.ts';

export interface RetryFilter {
  readonly errorClass?: string | undefined;
  readonly errorCode?: string | undefined;
  readonly deviceChangeIds?: readonly string[] | undefined;
}

/**
 * Opens failed and unknown rows of a change again, by class, code or id; their attempts and their log stay. Rows whose
 * device is not the tenant's, or that nothing takes back, have nothing to retry and stay as they are. Returns how many were opened.
 */
export async function reopenDeviceChanges(
  tx: Prisma.TransactionClient,
  bulkChangeId: string,
  filter: RetryFilter,
): Promise<number> {
  const rows = await tx.$queryRawUnsafe<{ reopened: number }[]>(
    STATEMENT,
    bulkChangeId,
    filter.errorClass ?? null,
    filter.errorCode ?? null,
    filter.deviceChangeIds ?? null,
  );
  return rows[0]?.reopened ?? 0;
}

const STATEMENT = `
with moved as (
  update device_changes d
  set status = 'PENDING', error_class = null, error_code = null, error_message = null, finished_at = null,
    reopened_at = case when d.attempts > 0 then now() end,
    -- Where nobody knows how far the last run came, what the SIM had before it is still what has to come back.
    before = case when d.status = 'UNKNOWN' or d.error_code = 'pond.half_applied' then d.before
      else d.before - 'packages' end
  where d.bulk_change_id = $1::uuid and d.status in ('ERROR', 'UNKNOWN') and d.device_id is not null
    -- A row whose device stands in another row too has nothing to do of its own; a corrected one may have another device.
    and not (d.error_code is not distinct from 'device.duplicate' and exists (
      select 1 from device_changes o
      where o.bulk_change_id = d.bulk_change_id and o.device_id = d.device_id and o.id <> d.id))
    -- A row that nothing takes back has no order of its own, and that of its change is another row's.
    and (d."order" is not null or not exists (
      select 1 from bulk_changes b where b.id = d.bulk_change_id and b.undo_of is not null))
    and ($2::text is null or d.error_class = $2) and ($3::text is null or d.error_code = $3)
    and ($4::uuid[] is null or d.id = any($4::uuid[]))
  returning d.id, d.bulk_change_id, old.status as old_status, new.status as new_status
), tally as (${MOVE_TALLY})
select count(*)::int as reopened from moved`;
