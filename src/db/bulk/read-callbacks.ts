import type pg from 'pg';

export interface CallbackQuestion {
  readonly deviceChangeId: string;
  readonly requestId: string;
}

export interface StoredCallback {
  /** As the carrier sent it, without its user and password. */
  readonly message: unknown;
  readonly receivedAt: Date;
}

/**
 * What the inbox holds about a device's request, oldest first. A message belongs to a device by the request and the
 * ICCID together; one that names no ICCID belongs to its request, which is about one device.
 */
export async function readCallbacks(
  pool: pg.Pool,
  questions: readonly CallbackQuestion[],
): Promise<readonly (readonly StoredCallback[])[]> {
  const { rows } = await pool.query<Row>(STATEMENT, [
    questions.map((question) => question.deviceChangeId),
    questions.map((question) => question.requestId),
  ]);
  const found = questions.map((): StoredCallback[] => []);
  for (const { place, message, received_at } of rows) {
    found[place - 1]?.push({ message, receivedAt: received_at });
  }
  return found;
}

interface Row {
  readonly place: number;
  readonly message: unknown;
  readonly received_at: Date;
}

/** The carrier sends a message four times at most, and few different ones about one request. */
const STATEMENT = `
select i.place::int as place, c.message, c.received_at
from unnest($1::uuid[], $2::text[]) with ordinality as i(id, request_id, place)
join device_changes d on d.id = i.id
join bulk_changes b on b.id = d.bulk_change_id
left join devices dv on dv.tenant_id = d.tenant_id and dv.id = d.device_id
join lateral (
  select c.message, c.received_at, c.id from carrier_callbacks c
  where c.service_provider_id = b.service_provider_id and c.request_id = i.request_id
    and (c.iccid is null or c.iccid = coalesce(dv.iccid, d.identifier))
  order by c.received_at, c.id limit 20
) c on true
order by i.place, c.received_at, c.id`;
