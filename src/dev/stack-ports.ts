import { z } from 'zod';
import { findFreePort, isPortFree } from './free-port.ts';

/** The ports of a sandbox: the variable that sets each one, and what it is without. */
const portTable = {
  postgres: { variable: 'MILLPOND_POSTGRES_PORT', usual: 15_432 },
  temporal: { variable: 'MILLPOND_TEMPORAL_PORT', usual: 7_233 },
  temporalUi: { variable: 'MILLPOND_TEMPORAL_UI_PORT', usual: 8_233 },
  api: { variable: 'MILLPOND_API_PORT', usual: 8_080 },
  apiMetrics: { variable: 'MILLPOND_API_METRICS_PORT', usual: 9_464 },
  workerMetrics: { variable: 'MILLPOND_WORKER_METRICS_PORT', usual: 9_465 },
  jasper: { variable: 'MILLPOND_SIMULATOR_JASPER_PORT', usual: 9_471 },
  thingspace: { variable: 'MILLPOND_SIMULATOR_THINGSPACE_PORT', usual: 9_472 },
  pond: { variable: 'MILLPOND_SIMULATOR_POND_PORT', usual: 9_473 },
  telegence: { variable: 'MILLPOND_SIMULATOR_TELEGENCE_PORT', usual: 9_474 },
  revio: { variable: 'MILLPOND_SIMULATOR_REVIO_PORT', usual: 9_475 },
} as const;

export type PortName = keyof typeof portTable;

const portNames = Object.keys(portTable) as PortName[];

export type StackPorts = Readonly<Record<PortName, number>>;

/** The ports of an earlier start, as they were kept. */
export const stackPortsSchema = z.partialRecord(z.enum(portNames), z.number().int());

/**
 * Chooses the ports of a sandbox: what the environment sets, else what it used last time, else the usual one. A port that the
 * environment does not set and that somebody else uses moves to a free one, with a word about it.
 *
 * @throws Error when a port that the environment sets is not a port, or not free.
 */
export async function choosePorts(
  environment: NodeJS.ProcessEnv,
  lastTime: Partial<StackPorts>,
  say: (line: string) => void,
): Promise<StackPorts> {
  const chosen = new Map<PortName, number>();
  for (const name of portNames) {
    const { variable, usual } = portTable[name];
    const given = environment[variable];
    if (given !== undefined && given !== '') {
      chosen.set(name, await requirePort(variable, given));
      continue;
    }
    const wanted = lastTime[name] ?? usual;
    const taken = [...chosen.values()];
    const port = !taken.includes(wanted) && (await isPortFree(wanted)) ? wanted : await findFreePort();
    if (port !== wanted)
      say(`port ${String(wanted)} is in use; ${name} takes ${String(port)} (set ${variable} to choose)`);
    chosen.set(name, port);
  }
  return Object.fromEntries(chosen) as StackPorts;
}

async function requirePort(variable: string, text: string): Promise<number> {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${variable} is "${text}", which is not a port between 1 and 65535.`);
  }
  if (!(await isPortFree(port)))
    throw new Error(`${variable} asks for port ${text}, which is in use. Free it or set another one.`);
  return port;
}
