import { INTEGRATION_TITLES } from '../../domain/integration.ts';
import type { ApiClient } from './api-client.ts';
import { bulkChangeShape } from './api-shapes.ts';
import { isInUse } from './device-picker.ts';
import type { CarrierFleet } from './carrier-fleet.ts';
import { listFleet } from './carrier-fleet.ts';

/** A change that was submitted, and what to call it. */
export interface SubmittedChange {
  readonly id: string;
  readonly title: string;
}

/**
 * Brings back what an earlier run suspended, when too few active devices are left for another one. Answers the change it
 * submitted, or null when nothing had to be done.
 */
export async function restoreIfNeeded(
  api: ApiClient,
  { carrier, picker, sample }: CarrierFleet,
  activeNeeded: number,
): Promise<SubmittedChange | null> {
  if (picker.count(isInUse) >= activeNeeded) return null;
  const { serviceProviderId } = sample('suspend');
  const devices = (await listFleet(api, serviceProviderId))
    .filter(({ status, archivedAt }) => status === 'suspended' && archivedAt === null)
    .map(({ iccid }) => iccid);
  if (devices.length === 0) return null;
  const request = {
    serviceProviderId,
    changeType: 'statusupdate',
    devices,
    statusUpdate: { targetStatus: 'restore' },
  };
  const { id } = await api.post('/v1/bulk-changes', request, bulkChangeShape);
  return { id, title: `Update Device Status: restore · ${INTEGRATION_TITLES[carrier]}` };
}
