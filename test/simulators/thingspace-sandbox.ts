import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect } from 'vitest';
import type { RunningSimulator, SimulatorOptions } from '../../src/simulators/frame/simulator-options.ts';
import { startThingspaceSimulator } from '../../src/simulators/thingspace/start-thingspace-simulator.ts';
import { basic, iccid } from './running-simulators.ts';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

export const accountName = '0000123456-00001';

const thingspaceAccount = (account: string, name: string): Record<string, unknown> => ({
  account,
  accountName: name,
  appKey: `${account}-app`,
  appSecret: `${account}-secret`,
  username: `${account}-user`,
  password: `${account}-password`,
  servicePlans: [
    { code: 'm2m4G', name: 'Demo 5MB', sizeKb: 5_120 },
    { code: 'm2m10', name: 'Demo 10MB', sizeKb: 10_240 },
  ],
});

export const imei = (at: number): string => `35000000000${String(at).padStart(4, '0')}`;

const line = (at: number, state: string, more: object = {}): Record<string, unknown> => ({
  account: 'acme',
  iccid: iccid(at),
  imei: imei(at),
  state,
  ...more,
});

/** Lines 1 to 3 are active, 4 is suspended, 5 deactive, 6 pre-active; 9 belongs to another account. */
export const thingspaceSeed = {
  accounts: [thingspaceAccount('acme', accountName), thingspaceAccount('other', '0000999999-00001')],
  devices: [
    ...[1, 2, 3].map((at) => line(at, 'active', { mdn: `555010000${at}`, servicePlan: 'm2m4G' })),
    line(4, 'suspend', { servicePlan: 'm2m4G' }),
    line(5, 'deactive'),
    line(6, 'pre-active'),
    { ...line(9, 'active'), account: 'other' },
  ],
};

export interface Reply {
  status: number;
  json: unknown;
}

export interface ThingspaceSandbox {
  simulator: RunningSimulator;
  /** Any path below the origin, without credentials of its own. */
  request: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>;
  /** A call of the session, below `/api/m2m/v1/`. */
  call: (method: string, path: string, body?: unknown) => Promise<Reply>;
  /** An asynchronous action on lines by number; answers the id of the request. */
  act: (operation: string, lines: readonly number[], more?: object) => Promise<string>;
  /** Waits until the request is no longer pending and answers its status. */
  settled: (requestId: string) => Promise<string>;
  truth: (at: number) => Promise<Record<string, unknown>>;
  admin: (method: string, path: string, body?: unknown) => Promise<Reply>;
  lines: (path: string) => Promise<Record<string, unknown>[]>;
  effects: () => Promise<string[]>;
  faults: (...rules: unknown[]) => Promise<void>;
  logIn: () => Promise<void>;
}

/** Starts ThingSpace with results that come at once and logs in as the first account's user. */
export async function thingspaceSandbox(options: SimulatorOptions = {}): Promise<ThingspaceSandbox> {
  const limits = { '*': { processingMs: [0, 0] as [number, number] } };
  const simulator = await startThingspaceSimulator({ seed: thingspaceSeed, limits, ...options });
  closers.push(() => simulator.close());
  const request = sender(simulator.url);
  let session: Record<string, string> = {};
  const call: ThingspaceSandbox['call'] = (method, path, body) =>
    request(method, `/api/m2m/v1/${path}`, body, session);
  const admin: ThingspaceSandbox['admin'] = (method, path, body) =>
    request(method, `/__simulator/${path}`, body);
  const lines = async (path: string): Promise<Record<string, unknown>[]> =>
    String((await admin('GET', path)).json)
      .split('\n')
      .filter((entry) => entry !== '')
      .map((entry) => JSON.parse(entry) as Record<string, unknown>);
  const logIn = async (): Promise<void> => {
    session = await credentials(request);
  };
  await logIn();
  return {
    simulator,
    request,
    call,
    admin,
    lines,
    logIn,
    act: async (operation, numbers, more = {}) => {
      const method = operation === 'plan' || operation === 'customFields' ? 'PUT' : 'POST';
      const reply = await call(method, `devices/actions/${operation}`, {
        accountName,
        devices: devices(numbers),
        ...more,
      });
      expect(reply).toMatchObject({ status: 200, json: { requestId: expect.any(String) as string } });
      return (reply.json as { requestId: string }).requestId;
    },
    settled: async (requestId) => {
      const status = async (): Promise<string> =>
        (
          (await call('GET', `accounts/${accountName}/requests/${requestId}/status`)).json as {
            status: string;
          }
        ).status;
      await expect.poll(status).not.toBe('Pending');
      return status();
    },
    truth: async (at) => (await admin('GET', `devices/${iccid(at)}`)).json as Record<string, unknown>,
    effects: async () =>
      (await lines('effects')).map(
        ({ kind, device, value }) => `${String(kind)} ${String(device)} ${String(value)}`,
      ),
    faults: async (...rules) => {
      expect((await admin('PUT', 'faults', { rules })).status).toBe(200);
    },
  };
}

/** Lines by ICCID and IMEI, as every action takes them. */
export function devices(numbers: readonly number[]): unknown[] {
  return numbers.map((at) => ({
    deviceIds: [
      { id: iccid(at), kind: 'iccid' },
      { id: imei(at), kind: 'imei' },
    ],
  }));
}

async function credentials(request: ThingspaceSandbox['request']): Promise<Record<string, string>> {
  const token = await request('POST', '/api/ts/v1/oauth2/token', 'grant_type=client_credentials', {
    authorization: basic('acme-app', 'acme-secret'),
  });
  const authorization = `Bearer ${(token.json as { access_token: string }).access_token}`;
  const login = await request(
    'POST',
    '/api/m2m/v1/session/login',
    { username: 'acme-user', password: 'acme-password' },
    { authorization },
  );
  return { authorization, 'vz-m2m-token': (login.json as { sessionToken: string }).sessionToken };
}

function sender(url: string): ThingspaceSandbox['request'] {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(url + path, {
      method,
      headers,
      signal: AbortSignal.timeout(5_000),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const answer = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return { status: response.status, json: isJson ? (JSON.parse(answer) as unknown) : answer };
  };
}

export interface Listener {
  url: string;
  /** Bodies in the order in which they came. */
  received: Record<string, unknown>[];
  /** Status of the next answers; 200 when there is none left. */
  statuses: number[];
}

/** Starts a listener and registers it for the results of the first account. */
export async function listen(sandbox: ThingspaceSandbox): Promise<Listener> {
  const received: Record<string, unknown>[] = [];
  const statuses: number[] = [];
  const server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push(JSON.parse(body) as Record<string, unknown>);
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The listener has no port.');
  const url = `http://127.0.0.1:${address.port}/callbacks`;
  await sandbox.call('POST', `callbacks/${accountName}`, {
    name: 'CarrierService',
    url,
    username: 'cb-user',
    password: 'cb-pass',
  });
  return { url, received, statuses };
}
