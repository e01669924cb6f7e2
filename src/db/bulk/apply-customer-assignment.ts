import type pg from 'pg';
import {
  CLOSE_JUDGED_ROWS,
  COUNT_JUDGED_ROWS,
  JUDGED_ROWS,
  LOCK_OWNED_DEVICES,
  LOG_JUDGED_ROWS,
  type DatabaseChangeResult,
} from './apply-customer-rate-plan.ts';
import { periodsFrom, settingColumns } from './customer-rate-plan-columns.ts';
import { MOVE_TALLY } from './tally-columns.ts';

/** The line that was created at the billing system for a device. */
export interface CreatedLine {
  readonly externalId: string;
  readonly number: string;
  readonly products: readonly {
    readonly externalId: string;
    readonly productId: string;
    readonly rate: number;
  }[];
}

export interface Assignment {
  readonly deviceChangeId: string;
  /** Null: no billing call belongs to the change. */
  readonly line: CreatedLine | null;
}

/**
 * Gives devices to their customer in one statement: the Rev line and its products where one was created, the
 * device-tenant row, plan and pool with their history, the assignment's history, outcomes, log and counts. The same
 * guarantees as applyCustomerRatePlan: once, each row by its own order, foreign devices untouched.
 */
export async function applyCustomerAssignment(
  pool: pg.Pool,
  assignments: readonly Assignment[],
  description: string,
): Promise<DatabaseChangeResult> {
  const { rows } = await pool.query<DatabaseChangeResult>(STATEMENT, [
    assignments.map((assignment) => assignment.deviceChangeId),
    description,
    assignments.map((assignment) => assignment.line?.externalId ?? null),
    assignments.map((assignment) => assignment.line?.number ?? null),
    assignments.map((assignment) => JSON.stringify(assignment.line?.products ?? [])),
  ]);
  return rows[0] ?? { processed: 0, failed: 0, failures: [] };
}

/** Without a new service, a line at another customer with active products forbids the assignment. */
const JUDGED_WITH_LINES = `
  select r.id, r.tenant_id, r.bulk_change_id, r.device_id, r."order", r.portal_type, r.service_provider_id, r.image,
    case when r.fault is not null then r.fault
      when jsonb_typeof(r."order"->'rev') = 'object' and not (r."order"->'rev'->>'createService')::boolean
        and exists (
          select 1 from rev_services s
          join rev_service_products p on p.tenant_id = s.tenant_id and p.rev_service_id = s.id and p.status = 'ACTIVE'
          where s.tenant_id = r.tenant_id and s.device_id = r.device_id and s.disconnected_at is null
            and s.customer_id <> (r."order"->>'customerId')::uuid)
      then 'rev_service.active_elsewhere' end as fault
  from (${JUDGED_ROWS}) r`;

const STATEMENT = `
with judged as (${JUDGED_WITH_LINES}), moved as (${CLOSE_JUDGED_ROWS}), lines as (
  select * from unnest($1::uuid[], $3::text[], $4::text[], $5::jsonb[]) as t(id, external_id, number, products)
), done as (
  select j.*, j."order"->'customerRatePlan' as setting, l.external_id, l.number, l.products,
    coalesce((j."order"->>'effectiveFrom')::timestamptz, dv.last_activated_at, now()) as effective_from, dv.iccid
  from judged j
  join moved m on m.id = j.id
  join lines l on l.id = j.id
  join devices dv on dv.tenant_id = j.tenant_id and dv.id = j.device_id
  where j.fault is null
), service as (
  insert into rev_services (id, tenant_id, customer_id, device_id, external_id, number, iccid, service_type_id,
    package_id, activated_at)
  select uuidv7(), d.tenant_id, (d."order"->>'customerId')::uuid, d.device_id, d.external_id, d.number, d.iccid,
    d."order"->'rev'->>'serviceTypeId', d."order"->'rev'->>'packageId', d.effective_from
  from done d where d.external_id is not null
  on conflict (tenant_id, external_id) do update set device_id = excluded.device_id
  returning id, tenant_id, external_id, device_id
), products as (
  insert into rev_service_products (id, tenant_id, rev_service_id, external_id, product_id, rate)
  select uuidv7(), s.tenant_id, s.id, p.value->>'externalId', p.value->>'productId', (p.value->>'rate')::numeric
  from service s
  join done d on d.tenant_id = s.tenant_id and d.external_id = s.external_id
  cross join lateral jsonb_array_elements(d.products) as p(value)
  on conflict (tenant_id, external_id) do nothing
), owned as (${LOCK_OWNED_DEVICES}
), changed as (
  update device_tenants dt set customer_id = (d."order"->>'customerId')::uuid,
    site_id = (d."order"->>'siteId')::uuid, account_number = d."order"->>'accountNumber',
    rev_service_id = coalesce(s.id, dt.rev_service_id), ${settingColumns("coalesce(nullif(d.setting, 'null'::jsonb), '{}'::jsonb)")},
    updated_at = now()
  from owned d left join service s on s.tenant_id = d.tenant_id and s.device_id = d.device_id
  where dt.tenant_id = d.tenant_id and dt.device_id = d.device_id
  returning dt.tenant_id, dt.device_id, dt.customer_rate_plan_id, dt.customer_rate_pool_id, dt.data_allocation_mb,
    dt.rev_service_id
), with_plan as (
  select * from done where jsonb_typeof(setting) = 'object'
), history as (${periodsFrom('with_plan')}
), assignment as (
  insert into device_assignments (tenant_id, device_id, device_change_id, bulk_change_id, customer_id, site_id,
    account_number, rev_service_id, effective_from)
  select d.tenant_id, d.device_id, d.id, d.bulk_change_id, (d."order"->>'customerId')::uuid,
    (d."order"->>'siteId')::uuid, d."order"->>'accountNumber', c.rev_service_id, d.effective_from
  from done d join changed c on c.tenant_id = d.tenant_id and c.device_id = d.device_id
  on conflict (device_change_id) do nothing
), log as (${LOG_JUDGED_ROWS}
), tally as (${MOVE_TALLY})
${COUNT_JUDGED_ROWS}`;
