import { isDeviceStatus, type DeviceStatus } from '../../domain/device-status.ts';
import type { DriftField } from '../../domain/drift.ts';
import type { Prisma } from '../generated/client.ts';
import type { SyncTask } from './sync-task.ts';

/** A device of the service provider as it is believed to be. */
export interface KnownDevice {
  readonly id: string;
  readonly iccid: string;
  readonly status: DeviceStatus;
  readonly msisdn: string | null;
  readonly imei: string | null;
  readonly ipAddress: string | null;
  readonly carrierRatePlanId: string | null;
  readonly communicationPlanId: string | null;
  /**
   * Not to be touched: it is archived, a change of ours is under way with it, or it was written since the carrier was asked,
   * so that what the carrier said may be older.
   */
  readonly isInHand: boolean;
  readonly openDrifts: readonly OpenDrift[];
  /** What a person has taken note of, and which would be found again by each sync. */
  readonly acknowledged: readonly { readonly field: DriftField; readonly found: string }[];
}

export interface OpenDrift {
  readonly field: DriftField;
  readonly believed: string;
  readonly found: string;
}

interface KnownRow extends Omit<KnownDevice, 'status'> {
  readonly status: string;
}

/**
 * Locks the devices with these ICCIDs and reads them. Rows of open changes are locked first, by id, and then the devices,
 * by id: as a change does that claims or records a row, so that neither waits for the other in a circle.
 */
export async function lockKnownDevices(
  tx: Prisma.TransactionClient,
  { tenantId, serviceProviderId, askedAt }: SyncTask,
  iccids: readonly string[],
): Promise<KnownDevice[]> {
  await tx.$queryRaw`
    select c.id from device_changes c
    join devices d on d.tenant_id = c.tenant_id and d.id = c.device_id
    where d.tenant_id = ${tenantId}::uuid and d.service_provider_id = ${serviceProviderId}::uuid
      and d.iccid = any(${iccids}::text[]) and c.status in ('PENDING', 'PROCESSING', 'AWAITING_CONFIRMATION')
    order by c.id for update of c`;
  const rows = await tx.$queryRaw<KnownRow[]>`
    select d.id, d.iccid, d.status, d.msisdn, d.imei, d.ip_address as "ipAddress",
      d.carrier_rate_plan_id as "carrierRatePlanId", d.communication_plan_id as "communicationPlanId",
      d.archived_at is not null or d.updated_at >= ${askedAt} or exists (
        select 1 from device_changes c where c.tenant_id = d.tenant_id and c.device_id = d.id
          and (c.status in ('PROCESSING', 'AWAITING_CONFIRMATION') or c.finished_at >= ${askedAt})) as "isInHand",
      coalesce((select jsonb_agg(jsonb_build_object('field', f.field, 'believed', f.believed, 'found', f.found))
        from device_drifts f where f.device_id = d.id and f.resolved_at is null), '[]') as "openDrifts",
      coalesce((select jsonb_agg(jsonb_build_object('field', f.field, 'found', f.found))
        from device_drifts f where f.tenant_id = d.tenant_id and f.device_id = d.id
          and f.resolved_by not in ('sync', 'change')), '[]') as acknowledged
    from devices d
    where d.tenant_id = ${tenantId}::uuid and d.service_provider_id = ${serviceProviderId}::uuid
      and d.iccid = any(${iccids}::text[])
    order by d.id for no key update of d`;
  return rows.map(toKnownDevice);
}

function toKnownDevice(row: KnownRow): KnownDevice {
  const { status } = row;
  if (!isDeviceStatus(status)) throw new Error(`Device ${row.id} has the unknown status ${status}.`);
  return { ...row, status };
}
