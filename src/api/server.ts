import { fileURLToPath } from 'node:url';
import closeWithGrace from 'close-with-grace';
import { createDatabase, type Database } from '../db/client.ts';
import { findPendingMigrations } from '../db/pending-migrations.ts';
import { createStartRequests } from '../db/start-requests.ts';
import { createAddressGuard } from '../platform/address-guard.ts';
import { createBulkChangeStarter } from '../platform/bulk-change-starter.ts';
import { systemClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { createEncryption } from '../platform/encryption.ts';
import { loadEnvFile } from '../platform/load-env-file.ts';
import { createLogger } from '../platform/logger.ts';
import { startMetricsServer } from '../platform/metrics-server.ts';
import { createMetrics } from '../platform/metrics.ts';
import { createShutdown } from '../platform/shutdown.ts';
import { createTemporalClient, type TemporalClient } from '../platform/temporal-client.ts';
import { systemTicker } from '../platform/ticker.ts';
import { createWebhookStarter } from '../platform/webhook-starter.ts';
import { buildApp } from './app.ts';
import { createBulkChangeControl } from './bulk-change-control.ts';
import { createCallbackControl } from './callback-control.ts';
import type { ReadinessCheck } from './readiness.ts';
import { removeLeftovers } from './uploads/remove-leftovers.ts';
import { uploadSettings } from './uploads/upload-settings.ts';
import { createSyncControl } from './sync-control.ts';
import { createWebhookControl } from './webhook-control.ts';

const migrationsDirectory = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

loadEnvFile();
const config = readConfig(process.env);
const logger = createLogger({ name: 'api', level: config.logLevel });
const shutdown = createShutdown(logger);
closeWithGrace({ delay: 30_000, logger: false }, async ({ err }) => {
  if (err) logger.error({ err }, 'The API ends by a fault');
  await shutdown.run();
});

const database = createDatabase({
  ...config.database,
  applicationName: 'millpond-api',
  onIdleError: (error) => logger.warn({ err: error }, 'An idle database connection was lost'),
});
shutdown.onShutdown('database', () => database.close());
const temporal = createTemporalClient(config.temporal);
shutdown.onShutdown('temporal', () => temporal.close());
const callbacks = createCallbackControl({
  client: temporal.client,
  taskQueue: config.temporal.taskQueue,
  logger,
});
shutdown.onShutdown('callbacks', () => callbacks.close());
const metrics = createMetrics('api');

await removeLeftovers(uploadSettings().directory, systemClock.now());
const app = await buildApp(
  {
    database,
    clock: systemClock,
    ticker: systemTicker,
    encryption: createEncryption(config.encryptionKeys),
    control: createBulkChangeControl({
      client: temporal.client,
      starter: createBulkChangeStarter({
        client: temporal.client,
        requests: createStartRequests(database),
        taskQueue: config.temporal.taskQueue,
      }),
      logger,
    }),
    callbacks,
    syncs: createSyncControl({ client: temporal.client, taskQueue: config.temporal.taskQueue, logger }),
    webhooks: createWebhookControl({
      connection: temporal.connection,
      starter: createWebhookStarter({ client: temporal.client, taskQueue: config.temporal.taskQueue }),
      logger,
    }),
    addressGuard: createAddressGuard(config.webhooks.allowedNetworks),
    temporalUi: { url: config.temporal.uiUrl, namespace: config.temporal.namespace },
    publicUrl: config.api.publicUrl,
    rateLimitPerMinute: config.api.rateLimitPerMinute,
    readiness: readinessOf(database, temporal),
    metrics,
  },
  logger,
);
shutdown.onShutdown('api', () => app.close());
const metricsServer = await startMetricsServer({
  host: config.api.host,
  port: config.api.metricsPort,
  registry: metrics,
});
shutdown.onShutdown('metrics', () => metricsServer.close());
await app.listen({ host: config.api.host, port: config.api.port });
logger.info({ metricsPort: metricsServer.port }, 'The API is ready');

function readinessOf(db: Database, temporalClient: TemporalClient): Record<string, ReadinessCheck> {
  return {
    database: async () => {
      await db.pool.query('select 1');
    },
    migrations: async () => {
      const [pending] = await findPendingMigrations(db, migrationsDirectory);
      if (pending !== undefined)
        throw new Error(`The migration ${pending} is not applied: run npm run db:migrate.`);
    },
    temporal: () => temporalClient.check(),
  };
}
