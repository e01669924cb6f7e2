import { join } from 'node:path';
import { API_HEAP_MEGABYTES, startNodeProgram } from './node-program.ts';
import { simulatorFiles } from './sandbox-demonstration.ts';
import type { SandboxSecrets } from './sandbox-secrets.ts';
import { simulatorProgram } from './simulator-program.ts';
import type { SimulatorName } from './simulator-program.ts';
import type { StackPorts } from './stack-ports.ts';
import type { Part } from './supervisor.ts';
import { startTemporalServer } from './temporal-server.ts';

/** A worker lets activities finish, so it gets longest. */
const stopTimeoutMs = { simulator: 5_000, api: 15_000, worker: 50_000 };

export interface PartBuilderOptions {
  projectDirectory: string;
  dataDirectory: string;
  environment: NodeJS.ProcessEnv;
  ports: StackPorts;
  secrets: SandboxSecrets;
  databaseUrl: string;
  temporalCli: string;
}

export interface PartBuilder {
  temporal: () => Part;
  simulator: (name: SimulatorName) => Part;
  worker: () => Part;
  api: () => Part;
}

/** Describes the processes of a sandbox, each with its own configuration. */
export function createPartBuilder(options: PartBuilderOptions): PartBuilder {
  const { projectDirectory, dataDirectory, ports } = options;
  const logFile = (name: string): string => join(dataDirectory, 'logs', `${name}.log`);
  const nodePart = (
    name: string,
    file: string,
    readyPort: number,
    timeoutMs: number,
    heapMegabytes?: number,
  ): Part => ({
    name,
    logFile: logFile(name),
    start: async (track) => {
      await startNodeProgram({
        file: join(projectDirectory, 'src', file),
        programArguments: [],
        environment: productEnvironment(options),
        logFile: logFile(name),
        readyUrl: `http://127.0.0.1:${String(readyPort)}/health/ready`,
        stopTimeoutMs: timeoutMs,
        heapMegabytes,
        track,
      });
    },
  });
  return {
    temporal: () => ({
      name: 'temporal',
      logFile: logFile('temporal'),
      start: async (track) => {
        await startTemporalServer({
          cli: options.temporalCli,
          databaseFile: join(dataDirectory, 'temporal.db'),
          port: ports.temporal,
          uiPort: ports.temporalUi,
          logFile: logFile('temporal'),
          durability: 'durable',
          track,
        });
      },
    }),
    simulator: (name) => simulatorPart(options, name, logFile(`simulator-${name}`)),
    worker: () => nodePart('worker', 'worker.ts', ports.workerMetrics, stopTimeoutMs.worker),
    api: () => nodePart('api', join('api', 'server.ts'), ports.api, stopTimeoutMs.api, API_HEAP_MEGABYTES),
  };
}

function simulatorPart(options: PartBuilderOptions, name: SimulatorName, logFile: string): Part {
  const port = String(options.ports[name]);
  const { seedFile, stateFile } = simulatorFiles(options.dataDirectory, name);
  return {
    name: `simulator ${name}`,
    logFile,
    start: async (track) => {
      await startNodeProgram({
        file: simulatorProgram(options.projectDirectory, name),
        programArguments: ['--port', port, '--state-file', stateFile, '--seed-file', seedFile],
        environment: options.environment,
        logFile,
        readyUrl: `http://127.0.0.1:${port}/__simulator/statistics`,
        stopTimeoutMs: stopTimeoutMs.simulator,
        track,
      });
    },
  };
}

/** The configuration of the worker and of the API: the caller's environment with this sandbox's addresses on top. */
function productEnvironment(options: PartBuilderOptions): NodeJS.ProcessEnv {
  const { environment, ports, secrets } = options;
  return {
    ...environment,
    DATABASE_URL: options.databaseUrl,
    TEMPORAL_ADDRESS: `127.0.0.1:${String(ports.temporal)}`,
    TEMPORAL_NAMESPACE: 'default',
    TEMPORAL_UI_URL: `http://127.0.0.1:${String(ports.temporalUi)}`,
    MILLPOND_API_HOST: '127.0.0.1',
    MILLPOND_API_PORT: String(ports.api),
    MILLPOND_API_METRICS_PORT: String(ports.apiMetrics),
    MILLPOND_WORKER_METRICS_PORT: String(ports.workerMetrics),
    MILLPOND_ENCRYPTION_KEYS: secrets.encryptionKeys,
    // A receiver to try webhooks with runs on this machine.
    WEBHOOK_ALLOWED_PRIVATE_ADDRESSES:
      environment['WEBHOOK_ALLOWED_PRIVATE_ADDRESSES'] ?? '127.0.0.0/8,::1/128',
    LOG_LEVEL: environment['LOG_LEVEL'] ?? 'info',
  };
}
