import type { Database } from './client.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

/** Devices of one change that wait for one date. */
export interface ScheduledChangeRow {
  readonly bulkChangeId: string;
  readonly effectiveAt: Date;
  readonly devices: number;
  readonly status: string;
  readonly changeType: string;
  readonly integration: string;
  readonly serviceProviderId: string;
  readonly serviceProvider: string;
  readonly timeZone: string | null;
  /** The customer that the change assigns; null for other changes. */
  readonly customerId: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
}

export interface ScheduledChangeFilter {
  /** Inclusive. */
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly to?: Date | undefined;
  /** Devices that are assigned to this customer. */
  readonly customerId?: string | undefined;
  readonly deviceId?: string | undefined;
  /** A part of the submitter or of the provider's name, a change's id, or a device's ICCID or number. */
  readonly q?: string | undefined;
}

const WAITING = `
select b.id as "bulkChangeId", coalesce(d.effective_at, b.effective_at) as "effectiveAt", count(*)::int as devices,
  b.status, b.change_type as "changeType", b.integration, b.service_provider_id as "serviceProviderId",
  sp.name as "serviceProvider", b.time_zone as "timeZone", b."order"->>'customerId' as "customerId",
  b.created_by as "createdBy", b.created_at as "createdAt"
from bulk_changes b
join service_providers sp on sp.id = b.service_provider_id
join device_changes d on d.bulk_change_id = b.id and d.status = 'PENDING'
left join devices dv on dv.tenant_id = d.tenant_id and dv.id = d.device_id
where b.tenant_id = $1::uuid and b.status in ('PENDING', 'AWAITING_APPROVAL', 'SCHEDULED', 'PROCESSING', 'PAUSED')
  and coalesce(d.effective_at, b.effective_at) >= greatest($2::timestamptz, $3::timestamptz)
  and ($4::timestamptz is null or coalesce(d.effective_at, b.effective_at) < $4)
  and ($5::uuid is null or exists (
    select 1 from device_tenants dt
    where dt.tenant_id = d.tenant_id and dt.device_id = d.device_id and dt.customer_id = $5))
  and ($6::uuid is null or d.device_id = $6)
  and ($7::text is null or b.created_by ilike $8 or sp.name ilike $8 or b.id::text = lower($7)
    or d.identifier = $7 or dv.iccid = $7 or dv.msisdn = $7)
  and ($9::timestamptz is null or (coalesce(d.effective_at, b.effective_at), b.id) > ($9, $10::uuid))
group by b.id, coalesce(d.effective_at, b.effective_at), sp.name
order by coalesce(d.effective_at, b.effective_at), b.id limit $11`;

/** What waits for a date after `now`, the next one first. The key of the list is the date and the change's id. */
export async function listScheduledChanges(
  { pool }: Database,
  tenantId: string,
  filter: ScheduledChangeFilter,
  page: PageRequest,
  now: Date,
): Promise<Page<ScheduledChangeRow>> {
  const q = filter.q === undefined || filter.q === '' ? null : filter.q;
  const [afterDate = null, afterId = null] = page.after?.split(' ') ?? [];
  const { rows } = await pool.query<ScheduledChangeRow>(WAITING, [
    tenantId,
    now,
    filter.from ?? null,
    filter.to ?? null,
    filter.customerId ?? null,
    filter.deviceId ?? null,
    q,
    q === null ? null : `%${q.replace(/[\\%_]/g, '\\$&')}%`,
    afterDate,
    afterId,
    page.limit + 1,
  ]);
  return pageOf(
    rows,
    page.limit,
    ({ effectiveAt, bulkChangeId }) => `${effectiveAt.toISOString()} ${bulkChangeId}`,
  );
}
