import { randomUUID } from 'node:crypto';
import { idOf, type TestApi } from './test-api.ts';

export interface Fleet {
  readonly serviceProviderId: string;
  readonly iccids: readonly string[];
}

/** Obviously invented: 8901 and a running number. */
export function iccid(number: number): string {
  return `8901${String(number).padStart(15, '0')}`;
}

/** A POND account with a plan and `devices` active devices, made through the API itself. */
export async function createFleet(
  api: TestApi,
  devices = 3,
  as: 'admin' | 'otherAdmin' = 'admin',
): Promise<Fleet> {
  const provider = await api.call(as, 'POST', '/v1/service-providers', {
    body: {
      name: `POND ${String(devices)} ${randomUUID()}`,
      integration: 'POND',
      baseUrl: 'https://carrier.example',
      settings: { distributorId: 1 },
      credentials: { apiKey: 'not a real key' },
    },
  });
  const serviceProviderId = idOf(provider);
  await api.call(as, 'POST', '/v1/carrier-rate-plans', {
    body: { serviceProviderId, code: 'EU-5MB', name: 'Europe 5 MB', ratePlanId: 501 },
  });
  const iccids = Array.from({ length: devices }, (_, index) => iccid(index + 1));
  await api.call(as, 'POST', `/v1/devices/import?serviceProviderId=${serviceProviderId}`, {
    body: ['iccid,status,carrierRatePlan', ...iccids.map((id) => `${id},active,EU-5MB`)].join('\n'),
    headers: { 'content-type': 'text/csv' },
  });
  return { serviceProviderId, iccids };
}

/** A change of status of the fleet's devices. */
export function suspension({ serviceProviderId, iccids }: Fleet, more: object = {}) {
  return {
    serviceProviderId,
    changeType: 'statusupdate',
    devices: iccids,
    statusUpdate: { targetStatus: 'suspend' },
    ...more,
  };
}
