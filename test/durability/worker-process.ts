import { join, resolve } from 'node:path';
import { inject } from 'vitest';
import type { ChildProgram } from '../../src/dev/child-program.ts';
import { findFreePort } from '../../src/dev/free-port.ts';
import { startNodeProgram } from '../../src/dev/node-program.ts';
import { makeTemporaryDirectory } from '../../src/dev/temporary-directory.ts';
import type { Millpond } from '../support/millpond.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = makeTemporaryDirectory('worker');

/** Starts src/worker.ts as production does, as a process of its own that can be killed. Resolves when it is ready. */
export async function startWorkerProcess(millpond: Millpond): Promise<ChildProgram> {
  const port = String(await findFreePort());
  return startNodeProgram({
    file: join(root, 'src', 'worker.ts'),
    programArguments: [],
    environment: {
      PATH: process.env['PATH'],
      DATABASE_URL: millpond.databaseUrl,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      TEMPORAL_TASK_QUEUE: millpond.taskQueue,
      MILLPOND_ENCRYPTION_KEYS: millpond.encryptionKeys,
      MILLPOND_WORKER_METRICS_PORT: port,
      LOG_LEVEL: 'warn',
    },
    logFile: join(folder, `worker-${port}.log`),
    readyUrl: `http://127.0.0.1:${port}/health/ready`,
    stopTimeoutMs: 45_000,
  });
}
