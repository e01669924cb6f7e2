import { Registry } from 'prom-client';
import { buildApp } from '../../src/api/app.ts';
import { createBulkChangeControl } from '../../src/api/bulk-change-control.ts';
import { createCallbackControl } from '../../src/api/callback-control.ts';
import { createSyncControl } from '../../src/api/sync-control.ts';
import { createWebhookControl } from '../../src/api/webhook-control.ts';
import { createAddressGuard } from '../../src/platform/address-guard.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { createWebhookStarter } from '../../src/platform/webhook-starter.ts';
import { sealCallbackCredentials } from '../../src/platform/sealed-callback-credentials.ts';
import { systemTicker } from '../../src/platform/ticker.ts';
import type { Sandbox } from '../simulators/running-simulators.ts';
import type { Fleet } from './fleet.ts';
import type { Millpond } from './millpond.ts';

/** The API of a Millpond, reachable over HTTP. */
export interface ApiBeside {
  readonly url: string;
  /** Has the carrier send its callbacks to this API, as a registration would. */
  receiveCallbacks(fleet: Fleet, thingspace: Sandbox): Promise<void>;
  close(): Promise<void>;
}

const CALLBACK_USER = { username: 'cb-user', password: 'cb-pass' };

/** Starts the API on the database, the keys and the Temporal server of a Millpond. */
export async function startApiBeside(millpond: Millpond): Promise<ApiBeside> {
  const { client, database, encryption, starter, taskQueue } = millpond;
  const logger = createLogger({ name: 'api', level: 'silent' });
  const callbacks = createCallbackControl({ client, taskQueue, logger });
  const app = await buildApp(
    {
      database,
      encryption,
      callbacks,
      syncs: createSyncControl({ client, taskQueue, logger }),
      clock: systemClock,
      ticker: systemTicker,
      control: createBulkChangeControl({ client, starter, logger }),
      webhooks: createWebhookControl({
        connection: client.connection,
        starter: createWebhookStarter({ client, taskQueue }),
        logger,
      }),
      addressGuard: createAddressGuard([{ address: '127.0.0.0', prefix: 8, family: 'ipv4' }]),
      temporalUi: { url: 'http://127.0.0.1:8233', namespace: 'default' },
      rateLimitPerMinute: 100_000,
      readiness: {},
      metrics: new Registry(),
    },
    logger,
  );
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    receiveCallbacks: async (fleet, thingspace) => {
      const address = `${url}/v1/carrier-callbacks/thingspace/${fleet.thingspace}`;
      await database.prisma.callbackRegistration.create({
        data: {
          serviceProviderId: fleet.thingspace,
          url: address,
          credentials: sealCallbackCredentials(encryption, fleet.tenantId, CALLBACK_USER),
          registeredAt: new Date(),
        },
      });
      await register(thingspace, address);
    },
    close: async () => {
      await app.close();
      await callbacks.close();
    },
  };
}

async function register({ simulator }: Sandbox, url: string): Promise<void> {
  const base = `${simulator.url}/api`;
  const post = async (path: string, body: string, headers: Record<string, string>) => {
    const response = await fetch(base + path, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as Readonly<Record<string, string>>;
  };
  const basic = `Basic ${Buffer.from('acme-app:acme-secret').toString('base64')}`;
  const token = await post('/ts/v1/oauth2/token', 'grant_type=client_credentials', {
    authorization: basic,
    'content-type': 'application/x-www-form-urlencoded',
  });
  const authorization = `Bearer ${token['access_token'] ?? ''}`;
  const json = { authorization, 'content-type': 'application/json' };
  const user = JSON.stringify({ username: 'acme-user', password: 'acme-password' });
  const session = await post('/m2m/v1/session/login', user, json);
  await post(
    '/m2m/v1/callbacks/0000123456-00001',
    JSON.stringify({ name: 'CarrierService', url, ...CALLBACK_USER }),
    { ...json, 'vz-m2m-token': session['sessionToken'] ?? '' },
  );
}
