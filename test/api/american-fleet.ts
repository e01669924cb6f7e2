import { randomUUID } from 'node:crypto';
import { iccid } from './test-fleet.ts';
import { idOf, type TestApi } from './test-api.ts';

export const AMERICAN_PROVIDERS = {
  THINGSPACE: {
    credentials: { appKey: 'k', appSecret: 's', username: 'u', password: 'p' },
    settings: { accountName: '0000123456-00001' },
  },
  TELEGENCE: {
    credentials: { appId: 'i', appSecret: 's' },
    settings: { billingAccountNumber: '100000000001' },
  },
} as const;

/** An account with the plan 5MB and one SIM that has no line yet; answers with the account's id. */
export async function createAmericanFleet(
  api: TestApi,
  integration: keyof typeof AMERICAN_PROVIDERS,
): Promise<string> {
  const provider = await api.call('admin', 'POST', '/v1/service-providers', {
    body: {
      name: `${integration} ${randomUUID()}`,
      integration,
      baseUrl: 'https://carrier.example',
      ...AMERICAN_PROVIDERS[integration],
    },
  });
  const serviceProviderId = idOf(provider);
  await api.call('admin', 'POST', '/v1/carrier-rate-plans', {
    body: { serviceProviderId, code: '5MB', name: 'Five' },
  });
  const status = integration === 'THINGSPACE' ? 'pending_activation' : 'inventory';
  await api.call('admin', 'POST', `/v1/devices/import?serviceProviderId=${serviceProviderId}`, {
    body: `iccid,status,imei\n${iccid(1)},${status},350000000000006`,
    headers: { 'content-type': 'text/csv' },
  });
  return serviceProviderId;
}

/** A change that activates that SIM, with `fields` of the block statusUpdate. */
export function activation(serviceProviderId: string, fields: object) {
  return {
    serviceProviderId,
    changeType: 'statusupdate',
    devices: [iccid(1)],
    statusUpdate: { targetStatus: 'activate', carrierRatePlan: '5MB', mdnZipCode: '98801', ...fields },
  };
}
