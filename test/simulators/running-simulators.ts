import { afterEach, expect } from 'vitest';
import type { RunningSimulator, SimulatorOptions } from '../../src/simulators/frame/simulator-options.ts';
import { startJasperSimulator } from '../../src/simulators/jasper/start-jasper-simulator.ts';
import { startPondSimulator } from '../../src/simulators/pond/start-pond-simulator.ts';
import { startRevioSimulator } from '../../src/simulators/revio/start-revio-simulator.ts';

const running: RunningSimulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

/** An answer as a test looks at it. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  json: unknown;
}

/** Sends a request to a simulator. */
export type Send = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
  signal?: AbortSignal,
) => Promise<Reply>;

/** A request that is under way, and the way to give up on it. */
export interface HeldRequest {
  reply: Promise<Reply>;
  giveUp: () => void;
}

export interface Sandbox {
  simulator: RunningSimulator;
  /** To the outside system, with the first account's credentials. */
  send: Send;
  /** Sends the first request of the account and answers once it has arrived. */
  sendAndHold: (method: string, path: string, body?: unknown) => Promise<HeldRequest>;
  /** To the admin interface; paths after `/__simulator/`. */
  admin: Send;
  /** Effects as `kind device value`. */
  effects: () => Promise<string[]>;
  /** Entries of the request log. */
  requests: () => Promise<Record<string, unknown>[]>;
  /** Puts fault rules. */
  faults: (...rules: unknown[]) => Promise<void>;
}

export const basic = (user: string, secret: string): string =>
  `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;

export const iccid = (at: number): string => `8901${String(at).padStart(16, '0')}`;

const jasperAccount = (account: string): unknown => ({
  account,
  username: `${account}-api`,
  apiKey: `${account}-key`,
  ratePlans: ['Small', 'Large'],
  communicationPlans: ['Data', 'Data+SMS'],
  customers: ['Acme Meters'],
});

/** Jasper with two tenants: acme owns SIMs 1 to 3, other owns SIM 9. */
export const jasperSeed = {
  accounts: [jasperAccount('acme'), jasperAccount('other')],
  devices: [
    ...[1, 2, 3].map((at) => ({
      account: 'acme',
      iccid: iccid(at),
      msisdn: `88235000000000${at}`,
      ratePlan: 'Small',
      communicationPlan: 'Data',
      dateUpdated: `2026-01-0${4 - at}T00:00:00.000Z`,
    })),
    { account: 'other', iccid: iccid(9), ratePlan: 'Small' },
  ],
};

/** Starts Jasper without limits, unless some are given. */
export async function jasperSandbox(options: SimulatorOptions = {}): Promise<Sandbox> {
  const limits = { '*': { requestsPerSecond: null, concurrency: null } };
  const simulator = await startJasperSimulator({ seed: jasperSeed, limits, ...options });
  return sandbox(simulator, '/rws/api/v1', { authorization: basic('acme-api', 'acme-key') });
}

const allOn = {
  simDataServiceStatus: 'ENABLED',
  simVoiceServiceStatus: 'ENABLED',
  simSmsServiceStatus: 'ENABLED',
  statusOfSim: 'In-Service',
};

export const pondSeed = {
  accounts: [77, 78].map((distributorId) => ({
    account: `pond-${distributorId}`,
    distributorId,
    apiKey: `key-${distributorId}`,
    packageTypes: [4711, 4712].map((packageTypeId) => ({
      packageTypeId,
      name: `Demo ${packageTypeId}`,
      dataUsageAllowanceInBytes: 5_368_709_120,
    })),
  })),
  devices: [
    { account: 'pond-77', iccid: iccid(1), ...allOn, packages: [{ packageTypeId: 4711 }] },
    { account: 'pond-77', iccid: iccid(2) },
    { account: 'pond-78', iccid: iccid(9), ...allOn },
  ],
};

/** Starts POND with two distributors; requests go to distributor 77. */
export async function pondSandbox(options: SimulatorOptions = {}): Promise<Sandbox> {
  const simulator = await startPondSimulator({ seed: pondSeed, ...options });
  return sandbox(simulator, '/ds/u/distributorPPUService/v1/77', { 'x-api-key': 'key-77' });
}

export const revioSeed = {
  accounts: ['acme', 'other'].map((account) => ({
    account,
    username: `${account}-billing`,
    password: `${account}-secret`,
    customers: [{ customerId: '7001' }],
    products: [{ productId: '31', description: 'Demo line', rate: 4.5 }],
    packages: [{ packageId: '90', products: [{ productId: '31', rate: 4 }] }],
  })),
};

/** Starts Rev.io with two tenants and no service line. */
export async function revioSandbox(options: SimulatorOptions = {}): Promise<Sandbox> {
  const simulator = await startRevioSimulator({ seed: revioSeed, ...options });
  return sandbox(simulator, '/v1', { authorization: basic('acme-billing', 'acme-secret') });
}

/** A sandbox around a simulator, closed after the test. */
export function sandbox(
  simulator: RunningSimulator,
  base: string,
  credentials: Record<string, string>,
): Sandbox {
  running.push(simulator);
  const admin = sender(`${simulator.url}/__simulator/`, {});
  const lines = async (path: string): Promise<Record<string, unknown>[]> =>
    (await admin('GET', path)).text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const send = sender(simulator.url + base, credentials);
  return {
    simulator,
    send,
    sendAndHold: async (method, path, body) => {
      const controller = new AbortController();
      const reply = send(method, path, body, {}, controller.signal);
      reply.catch(() => undefined);
      const arrived = { accounts: { acme: { highestConcurrency: 1 } } };
      await expect.poll(async () => (await admin('GET', 'statistics')).json).toMatchObject(arrived);
      return { reply, giveUp: () => controller.abort() };
    },
    admin,
    effects: async () =>
      (await lines('effects')).map(
        ({ kind, device, value }) => `${String(kind)} ${String(device)} ${String(value)}`,
      ),
    requests: () => lines('requests'),
    faults: async (...rules) => {
      const { status, text } = await admin('PUT', 'faults', { rules });
      if (status !== 200) throw new Error(text);
    },
  };
}

function sender(base: string, fixed: Record<string, string>): Send {
  return async (method, path, body, headers = {}, signal = AbortSignal.timeout(5_000)) => {
    const response = await fetch(base + path, {
      method,
      headers: { ...fixed, ...headers },
      signal,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json: unknown = response.headers.get('content-type')?.startsWith('application/json')
      ? JSON.parse(text)
      : undefined;
    return { status: response.status, headers: response.headers, text, json };
  };
}
