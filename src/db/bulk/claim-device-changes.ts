import type pg from 'pg';
import { FACT_COLUMNS, FACT_JOINS, lineFacts, toCandidate, type CandidateRow } from './load-candidates.ts';
import { LOCK_OPEN_ROWS } from './lock-order.ts';
import { MOVE_TALLY } from './tally-columns.ts';
import type { ChangeOrder } from '../../domain/change-order.ts';
import type { DeviceFacts } from '../../domain/device-rules.ts';

export interface Claim {
  readonly deviceChangeId: string;
  readonly bulkChangeId: string;
  readonly serviceProviderId: string;
  /** Changes whenever the provider's row does: the key under which its credentials may be kept in memory. */
  readonly providerVersion: string;
  readonly writeEnabled: boolean;
  /** The row was being worked on when it was claimed: its step was interrupted, or this is a later step. */
  readonly wasClaimed: boolean;
  /** A retry opened the row: an earlier run tried this device. */
  readonly reopened: boolean;
  /** The earlier run ended UNKNOWN. */
  readonly inDoubt: boolean;
  readonly identifier: string;
  readonly iccid: string | null;
  readonly msisdn: string | null;
  readonly usageMb: number;
  /** The row's own order; null: the change's. */
  readonly order: ChangeOrder | null;
  /** The carrier's last request for this row that it has accepted; null when there was none. */
  readonly lastRequest: { readonly requestId: string; readonly sentAt: Date } | null;
  /** The carrier rate plan that the order names is no longer sold. */
  readonly planRetired: boolean;
  /** Null: the device is no longer the tenant's. */
  readonly facts: DeviceFacts | null;
}

/**
 * Takes the devices whose turn has come: marks them PROCESSING, counts the try where `counts` says so, moves the counts
 * of their changes, and answers with what the rules and the carrier call need, read in the same instant. One that awaits
 * its confirmation stays so. A row that already has its outcome is not answered: it is never done twice. A row of a change
 * that is halted is answered as held, and stays as it is unless it was begun before.
 */
export async function claimDeviceChanges(
  pool: pg.Pool,
  requests: readonly { readonly deviceChangeId: string; readonly counts: boolean }[],
): Promise<Map<string, Claim | 'held'>> {
  const { rows } = await pool.query<ClaimRow>(STATEMENT, [
    requests.map((request) => request.deviceChangeId),
    requests.map((request) => request.counts),
  ]);
  return new Map(rows.map((row) => [row.device_change_id, row.held ? 'held' : toClaim(row)]));
}

interface ClaimRow extends Omit<CandidateRow, 'device_id' | 'archived'> {
  /** All other fields are null then. */
  readonly held: boolean;
  readonly device_change_id: string;
  readonly bulk_change_id: string;
  readonly service_provider_id: string;
  readonly provider_version: string;
  readonly write_enabled: boolean;
  readonly was_claimed: boolean;
  readonly reopened: boolean;
  readonly in_doubt: boolean;
  readonly iccid: string | null;
  readonly msisdn: string | null;
  readonly usage_mb: string | null;
  readonly request_id: string | null;
  readonly plan_retired: boolean;
  readonly sent_at: Date | null;
  readonly own_imei: string | null;
  /** Sealed with the plan, or by a correction of the row. */
  readonly own_order: ChangeOrder | null;
  readonly device_id: string | null;
  readonly archived: boolean | null;
}

function toClaim(row: ClaimRow): Claim {
  const known = row.device_id !== null && row.archived !== null;
  return {
    deviceChangeId: row.device_change_id,
    bulkChangeId: row.bulk_change_id,
    serviceProviderId: row.service_provider_id,
    providerVersion: row.provider_version,
    writeEnabled: row.write_enabled,
    wasClaimed: row.was_claimed,
    reopened: row.reopened,
    inDoubt: row.in_doubt,
    identifier: row.identifier,
    iccid: row.iccid,
    msisdn: row.msisdn,
    usageMb: Number(row.usage_mb ?? 0),
    order: row.own_order,
    planRetired: row.plan_retired,
    lastRequest:
      row.request_id === null || row.sent_at === null
        ? null
        : { requestId: row.request_id, sentAt: row.sent_at },
    facts: known ? factsOf({ ...row, device_id: row.device_id, archived: row.archived }) : null,
  };
}

function factsOf(row: CandidateRow & { readonly own_imei: string | null }): DeviceFacts {
  const { facts } = toCandidate(row);
  return { ...facts, imei: row.own_imei ?? facts.imei };
}

const STATEMENT = `
with input as (
  select * from unnest($1::uuid[], $2::boolean[]) as t(id, counts)
), locked as (${LOCK_OPEN_ROWS}
), moved as (
  update device_changes d
  set status = case d.status when 'AWAITING_CONFIRMATION' then d.status else 'PROCESSING' end,
    attempts = d.attempts + i.counts::int, started_at = coalesce(d.started_at, now())
  from input i join locked l on l.id = i.id, bulk_changes of_row
  where d.id = i.id and d.status in ('PENDING', 'PROCESSING', 'AWAITING_CONFIRMATION')
    and of_row.id = d.bulk_change_id and not (d.status = 'PENDING' and of_row.halted_at is not null)
  returning d.id, d.tenant_id, d.bulk_change_id, d.device_id, d.identifier,
    d.reopened_at is not null as reopened, d.write_sent_at is not null as in_doubt, d.overrides->>'imei' as own_imei, d."order" as own_order,
    old.status as old_status, new.status as new_status
), tally as (${MOVE_TALLY})
select i.id as device_change_id, m.id is null as held, m.bulk_change_id, b.service_provider_id, m.old_status <> 'PENDING' as was_claimed, m.reopened, m.in_doubt,
  m.identifier, m.own_imei, m.own_order, r.request_id, r.sent_at, pl.id is not null as plan_retired,
  sp.updated_at::text as provider_version, sp.write_enabled, f.*
from input i
join locked l on l.id = i.id
left join moved m on m.id = i.id
left join bulk_changes b on b.id = m.bulk_change_id
left join service_providers sp on sp.id = b.service_provider_id
left join carrier_rate_plans pl on pl.tenant_id = m.tenant_id and pl.retired_at is not null
  and pl.id = (coalesce(coalesce(m.own_order, b."order")->'plan', coalesce(m.own_order, b."order")->'activation'->'plan')->>'id')::uuid
left join lateral (
  select request_id, sent_at from carrier_requests where device_change_id = m.id order by sent_at desc limit 1
) r on true
left join lateral (
  select dv.iccid, dv.msisdn, dv.usage_mb, ${FACT_COLUMNS}, ${lineFacts('(coalesce(m.own_order, b."order")->>\'customerId\')::uuid')}
  from devices dv ${FACT_JOINS}
  where dv.tenant_id = m.tenant_id and dv.id = m.device_id and dv.service_provider_id = b.service_provider_id
) f on true`;
