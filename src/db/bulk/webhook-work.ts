import type pg from 'pg';

export interface DueEndpoint {
  readonly tenantId: string;
  readonly endpointId: string;
}

export interface WebhookWork {
  /** Changes with failed devices that no event tells of yet. */
  readonly changes: readonly string[];
  /** Endpoints whose next event is due. */
  readonly endpoints: readonly DueEndpoint[];
}

/** Of each kind in one look; the next look comes seconds later. */
const MOST_AT_ONCE = 200;

/**
 * What there is to do for webhooks, of all tenants, in one query that reads next to nothing when there is nothing: an
 * empty outbox, and one look into a partial index for each endpoint. Endpoints come in a random order, so that those that
 * stay due for long, as slow receivers do, cannot keep others from being seen.
 */
export async function findWebhookWork(pool: pg.Pool, now: Date): Promise<WebhookWork> {
  const { rows } = await pool.query<{ id: string; tenant_id: string | null }>(STATEMENT, [now]);
  const endpoints = rows.flatMap((row) =>
    row.tenant_id === null ? [] : [{ tenantId: row.tenant_id, endpointId: row.id }],
  );
  return { changes: rows.flatMap((row) => (row.tenant_id === null ? [row.id] : [])), endpoints };
}

/**
 * Turns the noted failures of a change into events, in one transaction. Returns how many events it wrote. Harmless
 * beside the closing of the change, which does the same first: both wait for the tenant's place in the order.
 */
export async function sealWebhookFailures(pool: pg.Pool, bulkChangeId: string): Promise<number> {
  const { rows } = await pool.query<{ written: number }>(
    'select webhook_seal_failures($1::uuid) as written',
    [bulkChangeId],
  );
  return rows[0]?.written ?? 0;
}

const STATEMENT = `
select f.id, null::uuid as tenant_id from (
  select distinct bulk_change_id as id from webhook_failures limit ${String(MOST_AT_ONCE)}
) f
union all
select e.id, e.tenant_id from (
  select e.id, e.tenant_id from webhook_endpoints e
  cross join lateral (
    select d.next_attempt_at from webhook_deliveries d
    where d.endpoint_id = e.id and d.status = 'PENDING' order by d.sequence limit 1
  ) head
  where e.enabled and (head.next_attempt_at is null or head.next_attempt_at <= $1::timestamptz)
  order by random() limit ${String(MOST_AT_ONCE)}
) e`;
