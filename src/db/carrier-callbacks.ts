import type { Database } from './client.ts';
import { FINAL_DEVICE_CHANGE_STATUSES } from '../domain/device-change-status.ts';
import type { ChangeType } from '../domain/change-type.ts';

/** What a carrier told by callback, without its user and password. */
export interface NewCallback {
  readonly serviceProviderId: string;
  readonly requestId: string;
  /** Null when the message names the device by other numbers only. */
  readonly iccid: string | null;
  /** JSON text. */
  readonly message: string;
  /** 32 bytes: equal for the same news, however often it is told. */
  readonly newsSha256: Buffer;
  readonly receivedAt: Date;
  /** For the log of a device whose change is over already. */
  readonly whenLate: LateEntry;
}

export interface LateEntry {
  readonly descriptions: Readonly<Partial<Record<ChangeType, string>>>;
  readonly responseText: string;
  /** What went wrong, as the message says it; null when it says nothing of a failure. */
  readonly errorText: string | null;
}

export interface KeptCallback {
  /** False: the same news had come before. */
  readonly isNew: boolean;
  /** The change that had sent the request is over: nobody waits for the news. */
  readonly isLate: boolean;
  /** Of the device it is about, from the message or else from the request; null when neither tells. */
  readonly iccid: string | null;
}

interface Row {
  readonly is_new: boolean;
  readonly is_late: boolean;
  readonly iccid: string | null;
}

/**
 * Keeps a callback, once for each piece of news, and counts how often it came. New ones for a change that has its final
 * outcome enter the log of the device in the same statement, so that an operator sees them. The message may come before
 * the request's id is stored: it then waits here for whoever asks.
 */
export async function keepCallback({ pool }: Database, callback: NewCallback): Promise<KeptCallback> {
  const { whenLate } = callback;
  const { rows } = await pool.query<Row>(STATEMENT, [
    callback.serviceProviderId,
    callback.requestId,
    callback.iccid,
    callback.message,
    callback.newsSha256,
    callback.receivedAt,
    FINAL_DEVICE_CHANGE_STATUSES,
    Object.keys(whenLate.descriptions),
    Object.values(whenLate.descriptions),
    whenLate.responseText,
    whenLate.errorText,
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error('The callback was not kept.');
  return { isNew: row.is_new, isLate: row.is_late, iccid: row.iccid };
}

/** A request may stand for several devices; the message is about the one it names, or about all. */
const STATEMENT = `
with news as (
  insert into carrier_callbacks as c (service_provider_id, request_id, iccid, message, news_sha256, received_at)
  values ($1::uuid, $2, $3, $4::jsonb, $5, $6)
  on conflict (service_provider_id, request_id, news_sha256) do update set times_received = c.times_received + 1
  returning c.times_received = 1 as is_new
), asked as (
  select d.id, d.tenant_id, d.bulk_change_id, d.attempts, d.status = any($7::text[]) as is_over,
    b.portal_type, b.change_type, v.iccid
  from carrier_requests r
  join device_changes d on d.tenant_id = r.tenant_id and d.id = r.device_change_id
  join bulk_changes b on b.tenant_id = d.tenant_id and b.id = d.bulk_change_id
  left join devices v on v.tenant_id = d.tenant_id and v.id = d.device_id
  where r.service_provider_id = $1::uuid and r.request_id = $2
    and ($3::text is null or v.iccid is null or v.iccid = $3)
), logged as (
  insert into log_entries (tenant_id, bulk_change_id, device_change_id, portal_type, description, processed_by,
    response_text, response_status, has_errors, error_text, attempt, created_at)
  select a.tenant_id, a.bulk_change_id, a.id, a.portal_type, t.description, 'Millpond', $10,
    case when $11::text is null then 'PROCESSED' else 'ERROR' end, $11::text is not null, $11, greatest(a.attempts, 1), $6
  from asked a
  cross join news
  join unnest($8::text[], $9::text[]) as t(change_type, description) on t.change_type = a.change_type
  where news.is_new and a.is_over
)
select news.is_new, coalesce((select bool_and(a.is_over) from asked a), false) as is_late,
  coalesce($3, (select min(a.iccid) from asked a having count(*) = 1)) as iccid
from news`;
