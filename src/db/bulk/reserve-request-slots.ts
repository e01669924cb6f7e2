import type pg from 'pg';

export interface SlotRequest {
  readonly serviceProviderId: string;
  readonly requestsPerSecond: number;
  /** How many calls want a slot. */
  readonly calls: number;
  /** A first slot further away than this is not taken. */
  readonly maxWaitMs: number;
}

export type SlotGrant =
  | { readonly granted: true; readonly firstWaitMs: number; readonly spacingMs: number }
  | { readonly granted: false; readonly retryAfterMs: number };

/**
 * Reserves the next slots of a credential: generic cell rate in one row, exact over all workers, since the row's lock
 * puts reservations in order. There is no burst: two calls are always at least one spacing apart, so that no window of
 * a second ever holds more than the rate. The database's clock counts, not the worker's.
 */
export async function reserveRequestSlots(pool: pg.Pool, request: SlotRequest): Promise<SlotGrant> {
  const spacingMs = 1_000 / request.requestsPerSecond;
  const { rows } = await pool.query<{ granted: boolean; wait_ms: string }>(STATEMENT, [
    request.serviceProviderId,
    spacingMs * request.calls,
    request.maxWaitMs,
  ]);
  const row = rows[0];
  if (row === undefined) throw new Error(`Service provider ${request.serviceProviderId} has no budget row.`);
  const waitMs = Number(row.wait_ms);
  return row.granted
    ? { granted: true, firstWaitMs: waitMs, spacingMs }
    : { granted: false, retryAfterMs: waitMs };
}

const STATEMENT = `
insert into carrier_budgets as b (service_provider_id, next_free_at)
values ($1::uuid, clock_timestamp() + make_interval(secs => $2::float8 / 1000))
on conflict (service_provider_id) do update
  set next_free_at = case
    when b.next_free_at <= clock_timestamp() + make_interval(secs => $3::float8 / 1000)
    then greatest(b.next_free_at, clock_timestamp()) + make_interval(secs => $2::float8 / 1000)
    else b.next_free_at end
returning
  old.next_free_at is null or new.next_free_at <> old.next_free_at as granted,
  greatest(0, extract(epoch from coalesce(old.next_free_at, clock_timestamp()) - clock_timestamp()) * 1000) as wait_ms`;

/** Moves everyone's next slot: the carrier asked for a pause of this many milliseconds. */
export async function postponeRequests(
  pool: pg.Pool,
  serviceProviderId: string,
  milliseconds: number,
): Promise<void> {
  await pool.query(
    `insert into carrier_budgets as b (service_provider_id, next_free_at)
     values ($1::uuid, clock_timestamp() + make_interval(secs => $2::float8 / 1000))
     on conflict (service_provider_id) do update set next_free_at = greatest(b.next_free_at, excluded.next_free_at)`,
    [serviceProviderId, milliseconds],
  );
}
