import type { DeviceRow } from '../../../db/devices.ts';
import { DEVICE_STATUSES } from '../../../domain/device-status.ts';
import { DRIFT_FIELDS } from '../../../domain/drift.ts';
import { knownValue, orNull } from '../../stored-value.ts';

/** A device with what the tenant attaches to it, in one flat object. */
export function toDeviceAnswer({ deviceTenants, drifts, ...row }: DeviceRow) {
  const attached = deviceTenants.find(({ tenantId }) => tenantId === row.tenantId);
  const allocation = attached?.dataAllocationMb ?? null;
  return {
    id: row.id,
    serviceProviderId: row.serviceProviderId,
    iccid: row.iccid,
    msisdn: row.msisdn,
    imei: row.imei,
    eid: row.eid,
    status: knownValue(DEVICE_STATUSES, row.status),
    simType: row.simType,
    carrierRatePlan: row.carrierRatePlan,
    communicationPlan: row.communicationPlan,
    ipAddress: row.ipAddress,
    username: row.username,
    costCenters: row.costCenters,
    usageMb: Number(row.usageMb),
    lastActivatedAt: orNull(row.lastActivatedAt),
    lastStatusChangeAt: orNull(row.lastStatusChangeAt),
    deactivatedAt: orNull(row.deactivatedAt),
    archivedAt: orNull(row.archivedAt),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    customerId: attached?.customerId ?? null,
    siteId: attached?.siteId ?? null,
    accountNumber: attached?.accountNumber ?? null,
    customerRatePlanId: attached?.customerRatePlanId ?? null,
    customerRatePoolId: attached?.customerRatePoolId ?? null,
    dataAllocationMb: allocation === null ? null : Number(allocation),
    revServiceId: attached?.revServiceId ?? null,
    drift: drifts.map(toDriftAnswer),
  };
}

function toDriftAnswer(drift: DeviceRow['drifts'][number]) {
  return {
    id: drift.id,
    field: knownValue(DRIFT_FIELDS, drift.field),
    believed: drift.believed,
    found: drift.found,
    lastDeviceChangeId: drift.lastDeviceChangeId,
    lastBulkChangeId: drift.lastBulkChangeId,
    syncId: drift.syncId,
    detectedAt: drift.detectedAt.toISOString(),
  };
}
