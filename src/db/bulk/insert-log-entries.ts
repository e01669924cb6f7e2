import type pg from 'pg';

export interface NewLogEntry {
  readonly deviceChangeId: string;
  readonly description: string;
  readonly requestText: string | null;
  readonly responseText: string | null;
  readonly hasErrors: boolean;
  readonly errorText: string | null;
  readonly durationMs: number | null;
  readonly attempt: number;
  /** When the step was taken: entries are written together later, and must keep their order. */
  readonly at: Date;
}

/** Writes log entries of any number of devices and changes in one statement; tenant and portal come from the change. */
export async function insertLogEntries(pool: pg.Pool, entries: readonly NewLogEntry[]): Promise<void> {
  await pool.query(STATEMENT, [
    entries.map((entry) => entry.deviceChangeId),
    entries.map((entry) => entry.description),
    entries.map((entry) => entry.requestText),
    entries.map((entry) => entry.responseText),
    entries.map((entry) => entry.hasErrors),
    entries.map((entry) => entry.errorText),
    entries.map((entry) => entry.durationMs),
    entries.map((entry) => entry.attempt),
    entries.map((entry) => entry.at),
  ]);
}

const STATEMENT = `
insert into log_entries (tenant_id, bulk_change_id, device_change_id, portal_type, description, processed_by,
  request_text, response_text, response_status, has_errors, error_text, duration_ms, attempt, created_at)
select d.tenant_id, d.bulk_change_id, d.id, b.portal_type, t.description, 'Millpond', t.request_text,
  t.response_text, case when t.has_errors then 'ERROR' else 'PROCESSED' end, t.has_errors, t.error_text,
  t.duration_ms, t.attempt, t.at
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::int[], $8::int[],
  $9::timestamptz[]) with ordinality
  as t(device_change_id, description, request_text, response_text, has_errors, error_text, duration_ms, attempt, at, place)
join device_changes d on d.id = t.device_change_id
join bulk_changes b on b.id = d.bulk_change_id
order by t.place`;
