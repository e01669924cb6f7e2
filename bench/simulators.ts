import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort } from '../src/dev/free-port.ts';
import { ACCOUNTS, benchIccid, FLEET } from './fleet.ts';
import type { StartNode } from './start-node.ts';

export const SIMULATORS = ['jasper', 'pond', 'thingspace', 'telegence'] as const;

export type SimulatorName = (typeof SIMULATORS)[number];

export type SimulatorUrls = Readonly<Record<SimulatorName, string>>;

/** Nothing is limited unless a scenario says so; what is confirmed later takes a few seconds. */
const LIMITS = {
  '*': { requestsPerSecond: null, concurrency: null, dailyActions: null, processingMs: [2_000, 4_000] },
};

/** Starts every carrier's simulator with `devices` devices an account. */
export async function startSimulators(
  folder: string,
  devices: number,
  startNode: StartNode,
): Promise<SimulatorUrls> {
  const [jasper, pond, thingspace, telegence] = await Promise.all(
    SIMULATORS.map((name) => startOne(folder, name, devices, startNode)),
  );
  if (!jasper || !pond || !thingspace || !telegence) throw new Error('Not every simulator has an address.');
  return { jasper, pond, thingspace, telegence };
}

async function startOne(
  folder: string,
  name: SimulatorName,
  devices: number,
  startNode: StartNode,
): Promise<string> {
  const seedFile = join(folder, `${name}.json`);
  writeFileSync(seedFile, JSON.stringify(seedOf(name, devices)));
  const port = String(await findFreePort());
  const url = `http://127.0.0.1:${port}`;
  await startNode({
    name,
    file: `src/simulators/${name}/main.ts`,
    args: ['--port', port, '--seed-file', seedFile, '--limits', JSON.stringify(LIMITS)],
    readyUrl: `${url}/__simulator/statistics`,
  });
  return url;
}

function seedOf(name: SimulatorName, devices: number): object {
  const accounts = ACCOUNTS.filter((account) => FLEET[account].simulator === name);
  return {
    accounts: accounts.map((account) => FLEET[account].carrierAccount),
    devices: accounts.flatMap((account) =>
      Array.from({ length: devices }, (_, index) => FLEET[account].carrierDevice(benchIccid(account, index))),
    ),
  };
}

export interface AccountStatistics {
  readonly requests: number;
  /** In any one second, sliding, by the simulator's own clock. */
  readonly highestRatePerSecond: number;
  readonly highestConcurrency: number;
}

export interface SimulatorStatistics {
  readonly operations: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly accounts: Readonly<Record<string, AccountStatistics>>;
}

export async function readStatistics(url: string): Promise<SimulatorStatistics> {
  const response = await fetch(`${url}/__simulator/statistics`);
  return (await response.json()) as SimulatorStatistics;
}

/** How often an operation was answered, whatever with. */
export function countOf({ operations }: SimulatorStatistics, operation: string): number {
  return Object.values(operations[operation] ?? {}).reduce((sum, count) => sum + count, 0);
}

/** @throws Error when the simulator refuses it */
export async function putAdmin(url: string, what: 'limits' | 'faults', body: object): Promise<void> {
  const response = await fetch(`${url}/__simulator/${what}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The simulator refused the ${what}: ${await response.text()}`);
}

/** When the carrier first heard of each device, in milliseconds since 1970. */
export async function firstRequests(url: string): Promise<number[]> {
  const response = await fetch(`${url}/__simulator/requests?since=0`);
  const first = new Map<string, number>();
  for (const line of (await response.text()).split('\n')) {
    if (line === '') continue;
    const { at, devices } = JSON.parse(line) as { readonly at: string; readonly devices: readonly string[] };
    for (const device of devices) if (!first.has(device)) first.set(device, Date.parse(at));
  }
  return [...first.values()];
}
