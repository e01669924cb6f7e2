import type pg from 'pg';
import { LOCK_OPEN_ROWS } from './lock-order.ts';
import { MOVE_TALLY } from './tally-columns.ts';

/** A request that the carrier confirms later. */
export interface SentRequest {
  readonly deviceChangeId: string;
  /** The carrier's name of it; null when its answer was lost. */
  readonly requestId: string | null;
  readonly sentAt: Date;
}

/**
 * Marks rows AWAITING_CONFIRMATION and records what was sent for them, so that a callback finds its device and a later
 * run the request. Answers with the rows whose callback came before: the carrier may be faster than its own answer.
 */
export async function awaitConfirmations(
  pool: pg.Pool,
  requests: readonly SentRequest[],
): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ id: string }>(STATEMENT, [
    requests.map((request) => request.deviceChangeId),
    requests.map((request) => request.requestId),
    requests.map((request) => request.sentAt),
  ]);
  return new Set(rows.map((row) => row.id));
}

const STATEMENT = `
with input as (
  select * from unnest($1::uuid[], $2::text[], $3::timestamptz[]) as t(id, request_id, sent_at)
), locked as (${LOCK_OPEN_ROWS}
), moved as (
  update device_changes d set status = 'AWAITING_CONFIRMATION'
  from locked l where d.id = l.id and d.status in ('PENDING', 'PROCESSING', 'AWAITING_CONFIRMATION')
  returning d.id, d.bulk_change_id, old.status as old_status, new.status as new_status
), tally as (${MOVE_TALLY}
), recorded as (
  insert into carrier_requests (tenant_id, service_provider_id, device_change_id, request_id, sent_at)
  select b.tenant_id, b.service_provider_id, i.id, i.request_id, i.sent_at
  from input i join moved m on m.id = i.id join bulk_changes b on b.id = m.bulk_change_id
  where i.request_id is not null
  on conflict do nothing
)
select i.id from input i join device_changes d on d.id = i.id join bulk_changes b on b.id = d.bulk_change_id
where exists (
  select 1 from carrier_callbacks c where c.service_provider_id = b.service_provider_id and c.request_id = i.request_id)`;
