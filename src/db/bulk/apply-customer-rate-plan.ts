import type pg from 'pg';
import { periodsFrom, settingColumns } from './customer-rate-plan-columns.ts';
import { CUSTOMER_IMAGE, imageBefore } from './image-before.ts';
import { MOVE_TALLY } from './tally-columns.ts';

/**
 * Applies a customer rate plan change to the given rows of any changes in one statement: the device-tenant rows, a
 * history row for every billing period from the effective date on, the outcomes, the log and the counts. Each row
 * takes the setting of its own order, else of its change's. A row that has its outcome keeps it; a device that is no longer the tenant's or
 * was archived meanwhile ends ERROR and is not touched. Returns the number of rows that failed.
 */
export async function applyCustomerRatePlan(
  pool: pg.Pool,
  deviceChangeIds: readonly string[],
  description: string,
): Promise<DatabaseChangeResult> {
  const { rows } = await pool.query<DatabaseChangeResult>(STATEMENT, [deviceChangeIds, description]);
  return rows[0] ?? { processed: 0, failed: 0, failures: [] };
}

export interface DatabaseChangeResult {
  readonly processed: number;
  readonly failed: number;
  readonly failures: readonly {
    readonly deviceChangeId: string;
    readonly code: string;
    readonly message: string;
  }[];
}

/**
 * Judges the rows of a database-only change once more; the codes are those of the domain's rules. The rows are locked in
 * the order of lock-order.ts.
 */
export const JUDGED_ROWS = `
  select d.id, d.tenant_id, d.bulk_change_id, d.device_id, coalesce(d."order", b."order") as "order", b.portal_type, b.service_provider_id,
    case when dt.device_id is not null then ${CUSTOMER_IMAGE} end as image,
    case when dt.device_id is null then 'device.stale' when dv.archived_at is not null then 'device.archived'
      when crp.id is not null then 'customer_rate_plan.retired' end as fault
  from device_changes d
  join bulk_changes b on b.id = d.bulk_change_id
  left join devices dv on dv.tenant_id = d.tenant_id and dv.id = d.device_id
  left join device_tenants dt on dt.tenant_id = d.tenant_id and dt.device_id = d.device_id
  -- What an undo puts back may be retired by now.
  left join customer_rate_plans crp on crp.tenant_id = d.tenant_id and crp.retired_at is not null
    and b.change_type = 'customerrateplanchange' and b.undo_of is null
    and crp.id = (coalesce(d."order", b."order")->'setting'->>'customerRatePlanId')::uuid
  where d.id = any($1::uuid[]) and d.status in ('PENDING', 'PROCESSING')
  order by d.id for update of d`;

/**
 * The rows of `done` whose device-tenant row is there, locked by device: a page needs no device lane, so two large
 * changes may meet on the same devices.
 */
export const LOCK_OWNED_DEVICES = `
  select d.* from done d
  join device_tenants dt on dt.tenant_id = d.tenant_id and dt.device_id = d.device_id
  order by d.device_id for update of dt`;

/** Writes the outcomes of the judged rows. */
export const CLOSE_JUDGED_ROWS = `
  update device_changes d
  set status = case when j.fault is null then 'PROCESSED' else 'ERROR' end,
    error_code = j.fault,
    error_class = case j.fault when 'device.stale' then 'BUSINESS' when 'device.archived' then 'VALIDATION'
      when 'customer_rate_plan.retired' then 'VALIDATION' when 'rev_service.active_elsewhere' then 'BUSINESS' end,
    error_message = case j.fault when 'device.stale' then 'The device no longer belongs to this tenant.'
      when 'device.archived' then 'The device is archived.'
      when 'customer_rate_plan.retired' then 'The customer rate plan was retired after the change had been submitted.'
      when 'rev_service.active_elsewhere' then 'The line of the device at another customer has active products.' end,
    before = case when j.fault is null then ${imageBefore('j.image')} else d.before end,
    attempts = d.attempts + 1, started_at = coalesce(d.started_at, now()), finished_at = now()
  from judged j where d.id = j.id and d.status in ('PENDING', 'PROCESSING')
  returning d.id, d.bulk_change_id, d.attempts, d.error_code, d.error_message, old.status as old_status,
    new.status as new_status`;

export const LOG_JUDGED_ROWS = `
  insert into log_entries (tenant_id, bulk_change_id, device_change_id, portal_type, description, processed_by,
    request_text, response_status, has_errors, error_text, attempt)
  select j.tenant_id, j.bulk_change_id, j.id, j.portal_type, $2::text, 'Millpond', j."order"::text, m.new_status,
    j.fault is not null, m.error_code || ': ' || m.error_message, m.attempts
  from judged j join moved m on m.id = j.id`;

export const COUNT_JUDGED_ROWS = `
select count(*) filter (where new_status = 'PROCESSED')::int as processed,
  count(*) filter (where new_status = 'ERROR')::int as failed,
  coalesce(jsonb_agg(jsonb_build_object('deviceChangeId', id, 'code', error_code, 'message', error_message))
    filter (where new_status = 'ERROR'), '[]'::jsonb) as failures
from moved`;

const STATEMENT = `
with judged as (${JUDGED_ROWS}), moved as (${CLOSE_JUDGED_ROWS}), done as (
  select j.*, j."order"->'setting' as setting, (j."order"->>'effectiveFrom')::timestamptz as effective_from
  from judged j join moved m on m.id = j.id where j.fault is null
), owned as (${LOCK_OWNED_DEVICES}
), changed as (
  update device_tenants dt set ${settingColumns('owned.setting')}, updated_at = now()
  from owned where dt.tenant_id = owned.tenant_id and dt.device_id = owned.device_id
  returning dt.tenant_id, dt.device_id, dt.customer_rate_plan_id, dt.customer_rate_pool_id, dt.data_allocation_mb
), history as (${periodsFrom('done')}
), log as (${LOG_JUDGED_ROWS}
), tally as (${MOVE_TALLY})
${COUNT_JUDGED_ROWS}`;
