import type pg from 'pg';
import { openMs } from './carrier-circuit.ts';

export interface SlotRequest {
  readonly serviceProviderId: string;
  readonly requestsPerSecond: number;
  /** How many calls want a slot. */
  readonly calls: number;
  /** A first slot further away than this is not taken. */
  readonly maxWaitMs: number;
  /** How long the one call that tries a carrier after an outage may take before another one tries. */
  readonly trialMs: number;
}

export type SlotGrant =
  | {
      readonly granted: true;
      readonly firstWaitMs: number;
      /** The database's clock at that moment, in milliseconds since the epoch. */
      readonly databaseNow: number;
      readonly spacingMs: number;
      /** The circuit was open and its time is over: only the first of the calls may go, and tries the carrier. */
      readonly trial: boolean;
      /** Failures in a row are on record: a success has to set them back. */
      readonly troubled: boolean;
    }
  | { readonly granted: false; readonly retryAfterMs: number; readonly outage: boolean };

/**
 * Reserves the next slots of a credential: generic cell rate in one row, exact over all workers, since the row's lock
 * puts reservations in order. There is no burst: two calls are always at least one spacing apart, so that no window of
 * a second ever holds more than the rate. The database's clock counts, not the worker's. The same row holds the
 * circuit, so that no call needs a second statement to ask for it; while it is open no slot is taken.
 */
export async function reserveRequestSlots(pool: pg.Pool, request: SlotRequest): Promise<SlotGrant> {
  const spacingMs = 1_000 / request.requestsPerSecond;
  const { rows } = await pool.query<ReservationRow>(STATEMENT, [
    request.serviceProviderId,
    spacingMs * request.calls,
    request.maxWaitMs,
    spacingMs,
    request.trialMs,
  ]);
  const row = rows[0];
  if (row === undefined) throw new Error(`Service provider ${request.serviceProviderId} has no budget row.`);
  const waitMs = Number(row.wait_ms);
  if (row.was_open && !row.trial) {
    return { granted: false, retryAfterMs: Math.max(row.open_ms, waitMs), outage: true };
  }
  return row.granted
    ? {
        granted: true,
        firstWaitMs: waitMs,
        databaseNow: row.database_now,
        spacingMs,
        trial: row.trial,
        troubled: row.failures > 0,
      }
    : { granted: false, retryAfterMs: waitMs, outage: false };
}

interface ReservationRow {
  readonly granted: boolean;
  readonly wait_ms: string;
  readonly database_now: number;
  readonly was_open: boolean;
  readonly trial: boolean;
  readonly open_ms: number;
  readonly failures: number;
}

/**
 * $1 provider, $2 all the spacings wanted, $3 longest wait, $4 one spacing, $5 length of a trial; in milliseconds. What
 * is decided twice goes by the statement's own instant, so that a slot and a trial are taken together or not at all.
 */
const STATEMENT = `
insert into carrier_budgets as b (service_provider_id, next_free_at)
values ($1::uuid, clock_timestamp() + make_interval(secs => $2::float8 / 1000))
on conflict (service_provider_id) do update
  set next_free_at = case
    when (b.open_until is null or b.open_until <= statement_timestamp())
      and b.next_free_at <= statement_timestamp() + make_interval(secs => $3::float8 / 1000)
    then greatest(b.next_free_at, clock_timestamp())
      + make_interval(secs => (case when b.open_until is null then $2::float8 else $4::float8 end) / 1000)
    else b.next_free_at end,
  open_until = case
    when b.open_until <= statement_timestamp()
      and b.next_free_at <= statement_timestamp() + make_interval(secs => $3::float8 / 1000)
    then clock_timestamp() + make_interval(secs => $5::float8 / 1000)
    else b.open_until end
returning
  old.next_free_at is null or new.next_free_at <> old.next_free_at as granted,
  greatest(0, extract(epoch from coalesce(old.next_free_at, clock_timestamp()) - clock_timestamp()) * 1000) as wait_ms,
  extract(epoch from clock_timestamp())::float8 * 1000 as database_now,
  old.open_until is not null as was_open,
  old.open_until is not null and new.open_until <> old.open_until as trial,
  case when old.open_until is null then 0 else ${openMs('old')} end as open_ms,
  new.failures as failures`;

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
