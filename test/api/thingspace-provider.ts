import { randomUUID } from 'node:crypto';
import { openCallbackCredentials } from '../../src/platform/sealed-callback-credentials.ts';
import type { CallbackCredentials } from '../../src/platform/callback-credentials.ts';
import { accountName } from '../simulators/thingspace-sandbox.ts';
import { idOf, type TestApi } from './test-api.ts';

/** A ThingSpace account, made through the API itself; what calls it is at `origin`. */
export async function createThingspaceProvider(
  api: TestApi,
  { as = 'admin', origin = 'https://carrier.example', ...more }: ThingspaceProviderOptions = {},
): Promise<string> {
  const body = {
    name: `ThingSpace ${randomUUID()}`,
    integration: 'THINGSPACE',
    baseUrl: `${origin}/api`,
    settings: { accountName },
    credentials: {
      appKey: 'acme-app',
      appSecret: 'acme-secret',
      username: 'acme-user',
      password: 'acme-password',
    },
    ...more,
  };
  return idOf(await api.call(as, 'POST', '/v1/service-providers', { body }));
}

export interface ThingspaceProviderOptions {
  readonly as?: 'admin' | 'otherAdmin';
  readonly origin?: string;
  readonly writeEnabled?: boolean;
}

export function registerUrl(serviceProviderId: string): string {
  return `/v1/service-providers/${serviceProviderId}/callbacks/register`;
}

export function callbackUrl(serviceProviderId: string): string {
  return `/v1/carrier-callbacks/thingspace/${serviceProviderId}`;
}

/** What the carrier has to name at the moment, as nobody else can read it. */
export async function secretsOf(
  { database, deps }: TestApi,
  serviceProviderId: string,
): Promise<CallbackCredentials> {
  const { credentials, serviceProvider } = await database.prisma.callbackRegistration.findUniqueOrThrow({
    where: { serviceProviderId },
    include: { serviceProvider: true },
  });
  const opened = openCallbackCredentials(deps.encryption, serviceProvider.tenantId, credentials);
  if (opened === null) throw new Error('The registration cannot be opened.');
  return opened;
}
