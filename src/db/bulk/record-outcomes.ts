import type pg from 'pg';
import type { FinalDeviceChangeStatus } from '../../domain/device-change-status.ts';
import type { DeviceStatus } from '../../domain/device-status.ts';
import { DEVICE_IMAGE, imageBefore } from './image-before.ts';
import { FACT_JOINS } from './load-candidates.ts';
import { LOCK_OPEN_ROWS } from './lock-order.ts';
import { MOVE_TALLY } from './tally-columns.ts';

/** What the carrier was seen to have, whatever the outcome; absent keys leave the device as it is. */
export interface Observation {
  readonly carrierRatePlanId?: string;
  readonly carrierRatePlan?: string;
  /** Where the carrier got to, when that is not what the change asked for in the end. */
  readonly status?: DeviceStatus;
  /** Null: the line has lost it. */
  readonly msisdn?: string | null;
  readonly ipAddress?: string | null;
}

export interface Outcome {
  readonly deviceChangeId: string;
  readonly status: FinalDeviceChangeStatus;
  readonly errorClass: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly observed: Observation;
  /** The log's description of this step. */
  readonly description: string;
}

/**
 * Writes outcomes once: a row that has one keeps it. In the same statement the device gets its new status or plan with
 * the three dates, the customer association of a status change, the log entry, and the counts of the change move; what
 * had drifted at the carrier and was now set anew is drift no more. The image from before is read afresh; see image-before.ts.
 * Returns how many of the outcomes were new. Measured in docs/performance.md.
 */
export async function recordOutcomes(pool: pg.Pool, outcomes: readonly Outcome[]): Promise<number> {
  const { rows } = await pool.query<{ recorded: number }>(STATEMENT, [
    outcomes.map((outcome) => outcome.deviceChangeId),
    outcomes.map((outcome) => outcome.status),
    outcomes.map((outcome) => outcome.errorClass),
    outcomes.map((outcome) => outcome.errorCode),
    outcomes.map((outcome) => outcome.errorMessage),
    outcomes.map((outcome) => JSON.stringify(outcome.observed)),
    outcomes.map((outcome) => outcome.description),
  ]);
  return rows[0]?.recorded ?? 0;
}

const STATEMENT = `
with input as (
  select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::text[])
    as t(id, status, error_class, error_code, error_message, observed, description)
), locked as (${LOCK_OPEN_ROWS}
), images as (
  select d.id, ${DEVICE_IMAGE} as image
  from input i
  join device_changes d on d.id = i.id
  join devices dv on dv.tenant_id = d.tenant_id and dv.id = d.device_id ${FACT_JOINS}
  where i.status = 'PROCESSED' and d.before is not null and d.reopened_at is null
), moved as (
  update device_changes d
  set status = i.status, error_class = i.error_class, error_code = i.error_code, error_message = i.error_message,
    after = case when i.observed = '{}'::jsonb then d.after
      else coalesce(d.after, '{}'::jsonb) || (i.observed - 'carrierRatePlanId') end,
    before = ${imageBefore('im.image')},
    write_sent_at = case when i.status = 'UNKNOWN' then now() end,
    finished_at = now()
  from input i join locked l on l.id = i.id left join images im on im.id = i.id
  where d.id = i.id and d.status in ('PENDING', 'PROCESSING', 'AWAITING_CONFIRMATION')
  returning d.id, d.tenant_id, d.bulk_change_id, d.device_id, d.attempts, i.observed, i.description,
    i.error_code, i.error_message, d.overrides->>'imei' as imei, d."order" as own_order, old.status as old_status, new.status as new_status
), ordered as (
  select m.*, b.change_type, own."order", b.portal_type, m.new_status = 'PROCESSED' as done,
    case when b.change_type <> 'statusupdate' then null
      when m.new_status = 'PROCESSED' then own."order"->>'targetStatus' else m.observed->>'status' end as reached
  from moved m join bulk_changes b on b.id = m.bulk_change_id
    cross join lateral (select coalesce(m.own_order, b."order") as "order") own
), device_update as (
  update devices dv set
    status = coalesce(o.reached, dv.status),
    last_status_change_at = case when o.reached <> dv.status then now() else dv.last_status_change_at end,
    last_activated_at = case when o.reached = 'active' and dv.status <> 'active'
      then now() else dv.last_activated_at end,
    deactivated_at = case when o.reached = 'deactivated' and dv.status <> 'deactivated'
      then now() else dv.deactivated_at end,
    imei = case when o.reached is null then dv.imei else coalesce(o.imei, dv.imei) end,
    msisdn = case when o.observed ? 'msisdn' then o.observed->>'msisdn' else dv.msisdn end,
    ip_address = case when o.observed ? 'ipAddress' then o.observed->>'ipAddress' else dv.ip_address end,
    carrier_rate_plan_id = case when o.done and o.change_type = 'carrierrateplanchange'
      then (o."order"->'plan'->>'id')::uuid
      else coalesce((o.observed->>'carrierRatePlanId')::uuid, dv.carrier_rate_plan_id) end,
    communication_plan_id = case when o.done and o.change_type = 'carrierrateplanchange'
      then coalesce((o."order"->'communicationPlan'->>'id')::uuid, dv.communication_plan_id)
      else dv.communication_plan_id end,
    updated_at = now()
  from ordered o
  where dv.tenant_id = o.tenant_id and dv.id = o.device_id
    and (o.done or o.observed <> '{}'::jsonb)
    and o.change_type in ('statusupdate', 'carrierrateplanchange')
), drift_end as (
  update device_drifts f set resolved_at = now(), resolved_by = 'change'
  from ordered o
  where o.done and f.tenant_id = o.tenant_id and f.device_id = o.device_id and f.resolved_at is null and case f.field
    when 'status' then o.change_type = 'statusupdate'
    when 'carrierRatePlan' then o.change_type = 'carrierrateplanchange' or o.observed ? 'carrierRatePlanId'
    when 'communicationPlan' then o.change_type = 'carrierrateplanchange'
      and o."order"->'communicationPlan'->>'id' is not null
    when 'imei' then o.reached is not null and o.imei is not null
    when 'presence' then o.change_type in ('statusupdate', 'carrierrateplanchange')
    else o.observed ? f.field end
), association as (
  select o.* from ordered o
  where o.done and o.change_type = 'statusupdate' and jsonb_typeof(o."order"->'associate') = 'object'
), device_tenant_update as (
  update device_tenants dt set customer_id = (a."order"->'associate'->>'customerId')::uuid,
    site_id = (a."order"->'associate'->>'siteId')::uuid,
    account_number = a."order"->'associate'->>'accountNumber', updated_at = now()
  from association a where dt.tenant_id = a.tenant_id and dt.device_id = a.device_id
), assignment as (
  insert into device_assignments (tenant_id, device_id, device_change_id, bulk_change_id, customer_id, site_id,
    account_number, effective_from)
  select a.tenant_id, a.device_id, a.id, a.bulk_change_id, (a."order"->'associate'->>'customerId')::uuid,
    (a."order"->'associate'->>'siteId')::uuid, a."order"->'associate'->>'accountNumber', now()
  from association a on conflict do nothing
), log as (
  insert into log_entries (tenant_id, bulk_change_id, device_change_id, portal_type, description, processed_by,
    response_status, has_errors, error_text, attempt)
  select o.tenant_id, o.bulk_change_id, o.id, o.portal_type, o.description, 'Millpond', o.new_status, not o.done,
    case when o.done then null else o.error_code || ': ' || o.error_message end, greatest(o.attempts, 1)
  from ordered o
), tally as (${MOVE_TALLY})
select count(*)::int as recorded from moved`;
