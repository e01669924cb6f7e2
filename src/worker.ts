import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NativeConnection, Runtime } from '@temporalio/worker';
import closeWithGrace from 'close-with-grace';
import { createDatabase } from './db/client.ts';
import { createAddressGuard } from './platform/address-guard.ts';
import { systemClock } from './platform/clock.ts';
import { readConfig } from './platform/config.ts';
import { createEncryption } from './platform/encryption.ts';
import { createHttpClient } from './platform/http-client.ts';
import { loadEnvFile } from './platform/load-env-file.ts';
import { createLogger } from './platform/logger.ts';
import { startMetricsServer } from './platform/metrics-server.ts';
import { createMetrics } from './platform/metrics.ts';
import { createShutdown } from './platform/shutdown.ts';
import { createTemporalClient, temporalConnectionOptions } from './platform/temporal-client.ts';
import { createWebhookSender } from './platform/webhook-sender.ts';
import { assembleActivities } from './worker/assemble-activities.ts';
import { ensureStartRelay, ensureWebhookRelay } from './worker/ensure-relays.ts';
import { startWorkers, type WorkflowSource } from './worker/start-workers.ts';
import { temporalLogger } from './worker/temporal-logger.ts';

/** Compiled code runs from dist/, where the build has left the bundle; sources are bundled at start. */
function workflowSource(): WorkflowSource {
  const bundle = fileURLToPath(new URL('workflow-bundle.js', import.meta.url));
  if (existsSync(bundle)) return { workflowBundle: { codePath: bundle } };
  return { workflowsPath: fileURLToPath(new URL('workflows/index.ts', import.meta.url)) };
}

loadEnvFile();
const config = readConfig(process.env);
const logger = createLogger({ name: 'worker', level: config.logLevel });
const shutdown = createShutdown(logger, 40_000);
closeWithGrace({ delay: 60_000, logger: false }, async ({ err }) => {
  if (err) logger.error({ err }, 'The worker ends by a fault');
  await shutdown.run();
});

// Our own handler closes things in order, so the runtime must not answer the signals by itself.
Runtime.install({ logger: temporalLogger(logger), shutdownSignals: [] });

const database = createDatabase({
  ...config.database,
  applicationName: 'millpond-worker',
  onIdleError: (error) => logger.warn({ err: error }, 'An idle database connection was lost'),
});
shutdown.onShutdown('database', () => database.close());
const http = createHttpClient({ connections: 256 });
shutdown.onShutdown('http', () => http.close());
const webhooks = createWebhookSender({ guard: createAddressGuard(config.webhooks.allowedNetworks) });
shutdown.onShutdown('webhooks', () => webhooks.close());
const temporal = createTemporalClient(config.temporal);
shutdown.onShutdown('temporal client', () => temporal.close());
const connection = await NativeConnection.connect(temporalConnectionOptions(config.temporal));
shutdown.onShutdown('temporal connection', () => connection.close());

const activities = assembleActivities({
  database,
  http,
  webhooks,
  client: temporal.client,
  encryption: createEncryption(config.encryptionKeys),
  clock: systemClock,
  taskQueue: config.temporal.taskQueue,
  batchSize: config.batchSize,
  setBasedFrom: config.setBasedFrom,
  groupCommitLingerMs: config.groupCommitLingerMs,
});
const workflows = workflowSource();
const fleet = await startWorkers({
  connection,
  namespace: config.temporal.namespace,
  taskQueue: config.temporal.taskQueue,
  activities,
  workflows,
});
shutdown.onShutdown('workers', () => fleet.shutdown());

const metrics = await startMetricsServer({
  host: config.api.host,
  port: config.worker.metricsPort,
  registry: createMetrics('worker'),
  routes: {
    '/health/live': () => Promise.resolve({ status: 200, body: { status: 'ok' } }),
    '/health/ready': async () => {
      await Promise.all([database.pool.query('select 1'), temporal.check()]);
      return { status: 200, body: { status: 'ok' } };
    },
  },
});
shutdown.onShutdown('metrics', () => metrics.close());
await ensureStartRelay(temporal.client, config.temporal.taskQueue);
await ensureWebhookRelay(temporal.client, config.temporal.taskQueue);
logger.info({ metricsPort: metrics.port }, 'The worker is ready');
await fleet.ended;
