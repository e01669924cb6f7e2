import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  type WorkflowBundle,
} from '@temporalio/worker';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { expect, inject } from 'vitest';
import type { RetryFilter } from '../../src/db/bulk/reopen-device-changes.ts';
import { createDatabase, type Database } from '../../src/db/client.ts';
import { createStartRequests } from '../../src/db/start-requests.ts';
import { processBulkChange, retryBulkChange } from '../../src/db/submission/act-on-bulk-change.ts';
import { pagesOf } from '../../src/db/submission/pages-of.ts';
import { submitBulkChange } from '../../src/db/submission/submit-bulk-change.ts';
import type { RequestedChange, RequestedDevice } from '../../src/domain/change-request.ts';
import { WITHOUT_ROLLOUT, type Rollout } from '../../src/domain/rollout.ts';
import { bulkChangeWorkflowId } from '../../src/domain/workflow-id.ts';
import { createBulkChangeStarter, type BulkChangeStarter } from '../../src/platform/bulk-change-starter.ts';
import { systemClock, type Clock } from '../../src/platform/clock.ts';
import { createEncryption, type Encryption } from '../../src/platform/encryption.ts';
import { createHttpClient } from '../../src/platform/http-client.ts';
import { localWebhookSender } from './webhook-receiver.ts';
import { assembleActivities } from '../../src/worker/assemble-activities.ts';
import { startWorkers, type WorkerFleet } from '../../src/worker/start-workers.ts';
import { createTestDatabase } from './template-database.ts';
import { uniqueTaskQueue } from './temporal-environment.ts';

/** The product without its API: a database, a task queue of its own, and workers that can be stopped and started. */
export interface Millpond {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly encryption: Encryption;
  /** The key of `encryption`, as a process is told it by its environment. */
  readonly encryptionKeys: string;
  readonly client: Client;
  readonly taskQueue: string;
  readonly starter: BulkChangeStarter;
  startWorker(): Promise<WorkerFleet>;
  /** Stops all workers in good order. */
  stopWorkers(): Promise<void>;
  /** Submits and starts a change; throws when it is refused. */
  submit(order: TestOrder): Promise<string>;
  /** Asks for the run of a change that was submitted with `process: false`. */
  process(tenantId: string, id: string): Promise<void>;
  retry(tenantId: string, id: string, filter?: RetryFilter): Promise<void>;
  /** The change and its rows as they are now. */
  read(id: string): Promise<EndedChange>;
  /** Waits until the run of a change has ended, and answers with the change and its rows. */
  ended(id: string): Promise<EndedChange>;
  close(): Promise<void>;
}

export interface TestOrder {
  readonly tenantId: string;
  readonly serviceProviderId: string;
  readonly change: RequestedChange;
  readonly iccids: readonly string[];
  readonly onConflict?: 'queue' | 'reject';
  readonly process?: boolean;
  readonly rollout?: Partial<Rollout>;
  /** Dates of single rows, by row number. */
  readonly dates?: Readonly<Record<number, Date>>;
}

export type EndedChange = Awaited<ReturnType<typeof readChange>>;

let bundle: Promise<WorkflowBundle> | undefined;

/** Bundled once for a test file: it takes a second. */
export function workflowBundle(): Promise<WorkflowBundle> {
  bundle ??= bundleWorkflowCode({
    workflowsPath: resolve(import.meta.dirname, '../../src/workflows/index.ts'),
    logger: new DefaultLogger('WARN'),
  });
  return bundle;
}

let runtimeInstalled = false;

export function quietRuntime(): void {
  if (runtimeInstalled) return;
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  runtimeInstalled = true;
}

export interface MillpondOptions {
  readonly batchSize?: number;
  readonly setBasedFrom?: number;
  /** A server of the test's own, instead of the one that the run shares. */
  readonly environment?: TestWorkflowEnvironment;
  /** The time the activities see. */
  readonly clock?: Clock;
}

export async function startMillpond(options: MillpondOptions = {}): Promise<Millpond> {
  quietRuntime();
  const testDatabase = await createTestDatabase();
  const database = createDatabase({
    url: testDatabase.url,
    maxConnections: 12,
    applicationName: 'test',
    // Worker, API, simulators and the test share one process here: on a busy machine it does nothing for seconds.
    acquireTimeoutMs: 60_000,
  });
  const temporal = await connectTemporal(options.environment);
  const { client, native } = temporal;
  const key = randomBytes(32);
  const encryption = createEncryption([{ id: 'test', key }]);
  const taskQueue = uniqueTaskQueue('millpond');
  const http = createHttpClient({ connections: 64 });
  const webhooks = localWebhookSender();
  const starter = createBulkChangeStarter({ client, requests: createStartRequests(database), taskQueue });
  const fleets: WorkerFleet[] = [];
  const millpond: Millpond = {
    database,
    databaseUrl: testDatabase.url,
    encryption,
    encryptionKeys: `test:${key.toString('base64')}`,
    client,
    taskQueue,
    starter,
    startWorker: async () => {
      const activities = assembleActivities({
        database,
        client,
        encryption,
        http,
        webhooks,
        clock: options.clock ?? systemClock,
        taskQueue,
        batchSize: options.batchSize ?? 100,
        setBasedFrom: options.setBasedFrom ?? 1_000,
        groupCommitLingerMs: 20,
      });
      const workflows = { workflowBundle: await workflowBundle() };
      const fleet = await startWorkers({
        connection: native,
        namespace: 'default',
        taskQueue,
        activities,
        workflows,
      });
      fleets.push(fleet);
      return fleet;
    },
    stopWorkers: async () => {
      await Promise.all(fleets.splice(0).map((fleet) => fleet.shutdown()));
    },
    submit: async (order) => {
      const id = await store(database, order);
      if (order.process !== false) await starter.start(order.tenantId, id);
      return id;
    },
    process: async (tenantId, id) => {
      const who = { tenantId, actor: 'test' };
      expect(await processBulkChange(database, who, id, new Date())).toEqual({ outcome: 'done' });
      await starter.start(tenantId, id);
    },
    read: (id) => readChange(database, id),
    retry: async (tenantId, id, filter = {}) => {
      const who = { tenantId, actor: 'test' };
      expect(await retryBulkChange(database, who, id, filter, new Date())).toEqual({ outcome: 'done' });
      await starter.start(tenantId, id);
    },
    ended: async (id) => {
      await client.workflow.getHandle(bulkChangeWorkflowId(id)).result();
      return readChange(database, id);
    },
    close: async () => {
      await millpond.stopWorkers();
      await http.close();
      await webhooks.close();
      await temporal.close();
      await database.close();
      await testDatabase.drop();
    },
  };
  return millpond;
}

interface Temporal {
  readonly client: Client;
  readonly native: NativeConnection;
  close(): Promise<void>;
}

async function connectTemporal(environment: TestWorkflowEnvironment | undefined): Promise<Temporal> {
  if (environment !== undefined) {
    const { client, nativeConnection } = environment;
    return { client, native: nativeConnection, close: () => Promise.resolve() };
  }
  const address = inject('temporalAddress');
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  return {
    client: new Client({ connection }),
    native,
    close: async () => {
      await native.close();
      await connection.close();
    },
  };
}

async function store(database: Database, order: TestOrder): Promise<string> {
  const submission = await submitBulkChange(
    { database, now: () => new Date() },
    { tenantId: order.tenantId, actor: 'test' },
    {
      serviceProviderId: order.serviceProviderId,
      processChanges: order.process !== false,
      onConflict: order.onConflict ?? 'queue',
      change: order.change,
      ...(order.rollout === undefined ? {} : { rollout: { ...WITHOUT_ROLLOUT, ...order.rollout } }),
      devices: pagesOf(
        order.iccids.map((identifier, index): RequestedDevice => {
          const effectiveAt = order.dates?.[index + 1];
          return { identifier, identifierType: 'ICCID', ...(effectiveAt && { effectiveAt }) };
        }),
      ),
    },
    {},
  );
  if (!submission.ok) throw new Error(JSON.stringify(submission.faults));
  return submission.bulkChangeId;
}

async function readChange({ prisma }: Database, id: string) {
  const change = await prisma.bulkChange.findUniqueOrThrow({ where: { id } });
  const rows = await prisma.deviceChange.findMany({
    where: { bulkChangeId: id },
    orderBy: { rowNumber: 'asc' },
  });
  const log = await prisma.logEntry.findMany({ where: { bulkChangeId: id }, orderBy: { id: 'asc' } });
  return { change, rows, log };
}
