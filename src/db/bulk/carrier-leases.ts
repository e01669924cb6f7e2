import type pg from 'pg';

export interface PlaceRequest {
  readonly serviceProviderId: string;
  /** The worker's name for itself. */
  readonly holder: string;
  readonly leaseMs: number;
}

/** The row that says that a worker without any place waits for one; it holds for a second and is set again by then. */
const WANTED = -1;

/**
 * Takes a free place of 0 to `places` - 1, or one whose lease has run out; null when there is none. The primary key
 * decides between two who pick the same one. A holder that has no place yet and gets none leaves a mark, so that
 * the others give theirs up after their turn.
 */
export async function takePlace(
  pool: pg.Pool,
  request: PlaceRequest & { readonly places: number; readonly mark: boolean },
): Promise<number | null> {
  const { rows } = await pool.query<{ place: number }>(TAKE, [
    request.serviceProviderId,
    request.places,
    request.holder,
    request.leaseMs,
    request.mark,
  ]);
  return rows[0]?.place ?? null;
}

const TAKE = `
with free as (
  select spot.place from generate_series(0, $2::int - 1) as spot (place)
  left join carrier_leases l on l.service_provider_id = $1::uuid and l.place = spot.place
  where l.expires_at is null or l.expires_at <= clock_timestamp()
  order by random() limit 1
), taken as (
  insert into carrier_leases as l (service_provider_id, place, holder, expires_at)
  select $1::uuid, free.place, $3::uuid, clock_timestamp() + make_interval(secs => $4::float8 / 1000) from free
  on conflict (service_provider_id, place) do update
    set holder = excluded.holder, expires_at = excluded.expires_at
    where l.expires_at <= clock_timestamp()
  returning l.place
), marked as (
  insert into carrier_leases as l (service_provider_id, place, holder, expires_at)
  select $1::uuid, ${String(WANTED)}, $3::uuid, clock_timestamp() + interval '1 second'
  where $5::boolean and not exists (select from taken)
  on conflict (service_provider_id, place) do update
    set holder = excluded.holder, expires_at = excluded.expires_at
    where l.expires_at <= clock_timestamp() + interval '0.5 seconds'
), unmarked as (
  update carrier_leases set expires_at = '-infinity'
  where service_provider_id = $1::uuid and place = ${String(WANTED)} and holder = $3::uuid
    and exists (select from taken)
)
select place from taken`;

export type Renewal = 'kept' | 'given_back' | 'lost';

/** Holds a place for another lease; with `yields`, gives it back instead when another worker waits for one. */
export async function renewPlace(
  pool: pg.Pool,
  request: PlaceRequest & { readonly place: number; readonly yields: boolean },
): Promise<Renewal> {
  const { rows } = await pool.query<{ kept: boolean }>(RENEW, [
    request.serviceProviderId,
    request.place,
    request.holder,
    request.leaseMs,
    request.yields,
  ]);
  const [row] = rows;
  if (row === undefined) return 'lost';
  return row.kept ? 'kept' : 'given_back';
}

const RENEW = `
update carrier_leases set expires_at = case
  when $5::boolean and exists (
    select from carrier_leases w
    where w.service_provider_id = $1::uuid and w.place = ${String(WANTED)}
      and w.holder <> $3::uuid and w.expires_at > clock_timestamp())
  then '-infinity'
  else clock_timestamp() + make_interval(secs => $4::float8 / 1000) end
where service_provider_id = $1::uuid and place = $2::int and holder = $3::uuid
returning expires_at > clock_timestamp() as kept`;

/** Frees a place; without effect when the lease has run out and another holder has it. */
export async function giveBackPlace(
  pool: pg.Pool,
  request: { readonly serviceProviderId: string; readonly holder: string; readonly place: number },
): Promise<void> {
  await pool.query(
    `update carrier_leases set expires_at = '-infinity'
     where service_provider_id = $1::uuid and place = $2::int and holder = $3::uuid`,
    [request.serviceProviderId, request.place, request.holder],
  );
}
