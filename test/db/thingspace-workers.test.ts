import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createCarrierRegistry } from '../../src/carriers/carrier-registry.ts';
import { createTelegenceBook } from '../../src/carriers/telegence/carrier-book.ts';
import { UNLIMITED } from '../../src/carriers/request-budget.ts';
import type { ThingspaceCarrier } from '../../src/carriers/carrier-port.ts';
import { createCarrierSessions } from '../../src/db/carrier-sessions.ts';
import { createLineActions } from '../../src/db/line-actions.ts';
import { createEncryption } from '../../src/platform/encryption.ts';
import { openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { accountName, thingspaceSandbox, type ThingspaceSandbox } from '../simulators/thingspace-sandbox.ts';
import { carrierErrorOf } from '../carriers/carrier-error-of.ts';
import { recordedCall } from '../carriers/recorded-call.ts';
import { testHttpClient } from '../carriers/test-http-client.ts';
import { lineChange } from '../carriers/thingspace/line-changes.ts';
import { thingspaceAt, timesAsked } from '../carriers/thingspace/thingspace-at-sandbox.ts';

const encryption = createEncryption([{ id: 'test', key: randomBytes(32) }]);
const credentials = {
  appKey: 'acme-app',
  appSecret: 'acme-secret',
  username: 'acme-user',
  password: 'acme-password',
};

let db: FleetDatabase;
let fleet: SeededFleet;
let sandbox: ThingspaceSandbox;
/** Log-ins that the test's own helper has made. */
let loginsBefore: number;

beforeAll(async () => {
  db = await openFleetDatabase(12);
});

beforeEach(async () => {
  fleet = await db.newFleet();
  sandbox = await thingspaceSandbox();
  loginsBefore = await timesAsked(sandbox, 'login');
});

afterAll(() => db.close());

/** A client as each worker process makes its own, over the same database. */
function worker(more: Partial<typeof credentials> = {}): ThingspaceCarrier {
  const { pool } = db.database;
  const registry = createCarrierRegistry({
    http: testHttpClient(),
    budgetFor: () => UNLIMITED,
    thingspace: {
      sessionsOf: (serviceProviderId) => createCarrierSessions({ pool, encryption, serviceProviderId }),
      lineActionsOf: (serviceProviderId, kind) => createLineActions(pool, serviceProviderId, kind),
    },
    telegenceFor: createTelegenceBook(),
  });
  const provider = registry.forProvider({
    id: fleet.jasper,
    integration: 'THINGSPACE',
    baseUrl: `${sandbox.simulator.url}/api`,
    settings: { accountName },
    credentials: { ...credentials, ...more },
  });
  if (provider.integration !== 'THINGSPACE') expect.fail('the registry made another client');
  return provider.carrier;
}

const logins = async () => (await timesAsked(sandbox, 'login')) - loginsBefore;

/** Twelve reads at once, half of them by each worker. */
function readBoth(first: ThingspaceCarrier, second: ThingspaceCarrier) {
  return Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      (index % 2 === 0 ? first : second).readDevice(iccid(1), recordedCall()),
    ),
  );
}

it('makes one log-in for two workers with many calls at once', async () => {
  expect(await readBoth(worker(), worker())).toHaveLength(12);
  expect(await logins()).toBe(1);
});

it('makes one renewal for two workers when the session has ended', async () => {
  const [first, second] = [worker(), worker()];
  await readBoth(first, second);
  await sandbox.admin('POST', 'clock', { advanceSeconds: 1_300 });

  expect(await readBoth(first, second)).toHaveLength(12);

  expect(await logins()).toBe(2);
});

it('makes one renewal for two workers when access token and session have run out', async () => {
  const [first, second] = [worker(), worker()];
  await readBoth(first, second);
  await sandbox.admin('POST', 'clock', { advanceSeconds: 4_000 });

  expect(await readBoth(first, second)).toHaveLength(12);

  expect(await logins()).toBe(2);
});

it('takes up the session that another worker has left behind', async () => {
  await worker().readDevice(iccid(1), recordedCall());
  const call = recordedCall();

  await worker().readDevice(iccid(1), call);

  expect(call.exchanges.map(({ operation }) => operation)).toEqual(['Get Device']);
});

it('gets a new access token before the old one ends, and keeps the session', async () => {
  let now = Date.now();
  const clock = { now: () => new Date(now) };
  const carrier = thingspaceAt(sandbox, { clock });
  await carrier.readDevice(iccid(1), recordedCall());
  now += 3_596_000;
  const call = recordedCall();

  await carrier.readDevice(iccid(1), call);

  expect(call.exchanges.map(({ operation }) => operation)).toEqual(['Get Access Token', 'Get Device']);
});

it('tries a refused log-in three times over all workers, and tells what to do', async () => {
  const workers = [worker({ password: 'wrong' }), worker({ password: 'wrong' })];
  for (let index = 0; index < 6; index++) {
    const carrier = workers[index % 2];
    if (carrier === undefined) continue;
    const error = await carrierErrorOf(carrier.readDevice(iccid(1), recordedCall()));
    expect(error).toMatchObject({ code: 'carrier.login_refused', errorClass: 'BUSINESS' });
  }
  expect(await logins()).toBe(3);

  await db.database.prisma.serviceProvider.update({
    where: { id: fleet.jasper },
    data: { credentialsUpdatedAt: new Date(Date.now() + 1_000) },
  });
  expect(await worker().readDevice(iccid(1), recordedCall())).toMatchObject({ status: 'active' });
});

it('does not count a carrier that is down as a refused log-in', async () => {
  await sandbox.faults({ when: { operation: 'login' }, do: 'http', status: 503, times: 4 });
  const carrier = worker();
  for (let index = 0; index < 4; index++) {
    expect((await carrierErrorOf(carrier.readDevice(iccid(1), recordedCall()))).code).toBe(
      'carrier.unavailable',
    );
  }
  expect(await carrier.readDevice(iccid(1), recordedCall())).toMatchObject({ status: 'active' });
});

it('ends the log-in for nobody when the caller who began it gives up', async () => {
  await sandbox.faults({ when: { operation: 'login' }, do: 'slow', ms: 200, times: 1 });
  const carrier = worker();
  const controller = new AbortController();
  const first = carrier.readDevice(iccid(1), recordedCall({ signal: controller.signal }));
  const second = carrier.readDevice(iccid(1), recordedCall());
  controller.abort(new Error('given up'));

  await expect(first).rejects.toThrow('given up');
  expect(await second).toMatchObject({ status: 'active' });
  expect(await logins()).toBe(1);
});

it('sends five actions of a line a day and no sixth, over all workers', async () => {
  const [first, second] = [worker(), worker()];
  for (const [index, target] of (
    ['suspended', 'active', 'suspended', 'active', 'suspended'] as const
  ).entries()) {
    const from = target === 'active' ? 'suspended' : 'active';
    await (index % 2 === 0 ? first : second).submitStatus(lineChange(1, target, { from }), recordedCall());
    await expect.poll(sandbox.effects).toHaveLength(index + 1);
  }
  const call = recordedCall();

  const error = await carrierErrorOf(
    first.submitStatus(lineChange(1, 'active', { from: 'suspended' }), call),
  );

  expect(error.code).toBe('carrier.quota_exhausted');
  expect(call.exchanges).toEqual([]);
  expect(await second.submitStatus(lineChange(2, 'suspended'), recordedCall())).toMatchObject({
    kind: 'accepted',
  });
});
