// The worker of the bare fan-out: the product's worker settings, one queue for workflows and one for the activity.
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { outsideWorkerSettings, workflowWorkerSettings } from '../../src/worker/worker-settings.ts';
import { bareActivities } from './activities.ts';

const [address, taskQueue, port] = process.argv.slice(2);
if (address === undefined || taskQueue === undefined)
  throw new Error('Usage: worker.ts <address> <task queue> <port>');

Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: ['SIGTERM', 'SIGINT'] });
const connection = await NativeConnection.connect({ address });
const workers = await Promise.all([
  Worker.create({
    ...workflowWorkerSettings,
    connection,
    taskQueue,
    workflowsPath: fileURLToPath(new URL('workflows.ts', import.meta.url)),
  }),
  Worker.create({
    ...outsideWorkerSettings,
    connection,
    taskQueue: `${taskQueue}-outside`,
    activities: bareActivities,
  }),
]);
const ready = createServer((_request, response) => response.end()).listen(Number(port), '127.0.0.1');
await Promise.all(workers.map((worker) => worker.run()));
ready.close();
await connection.close();
