import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Prisma } from '../../src/db/generated/client.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import {
  CARRIERS,
  eventually,
  expectSettled,
  orderFor,
  outcomes,
  setScene,
  type Carrier,
  type Scene,
} from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond();
  await millpond.startWorker();
});

afterAll(() => millpond.close());

const CHANGE = { changeType: 'statusupdate', targetStatus: 'suspended' } as const;

interface Preflight {
  readonly fault: string;
  readonly code: string;
  /** How the provider is spoilt after the change was submitted. */
  readonly spoil: (scene: Scene, carrier: Carrier) => Prisma.ServiceProviderUpdateInput;
  /** Whether the carrier hears of it at all. */
  readonly calls: boolean;
}

const WRONG = {
  jasper: { username: 'acme-api', apiKey: 'not-the-key' },
  pond: { apiKey: 'not-the-key' },
  thingspace: {
    appKey: 'acme-app',
    appSecret: 'not-the-key',
    username: 'acme-user',
    password: 'acme-password',
  },
  telegence: { appId: 'acme-id', appSecret: 'not-the-key' },
} as const;

const sealed = (scene: Scene, credentials: object) =>
  millpond.encryption.encrypt(scene.fleet.tenantId, JSON.stringify(credentials));

const FAULTS: readonly Preflight[] = [
  {
    fault: 'no credentials',
    code: 'provider.credentials_missing',
    spoil: () => ({ credentials: null }),
    calls: false,
  },
  {
    fault: 'credentials of another carrier',
    code: 'provider.credentials_missing',
    spoil: (scene) => ({ credentials: sealed(scene, { token: 'invented' }) }),
    calls: false,
  },
  {
    fault: 'wrong credentials',
    code: 'carrier.login_refused',
    spoil: (scene, carrier) => ({ credentials: sealed(scene, WRONG[carrier]) }),
    calls: true,
  },
  {
    fault: 'writes switched off',
    code: 'provider.writes_disabled',
    spoil: () => ({ writeEnabled: false }),
    calls: false,
  },
  {
    fault: 'settings that cannot be read',
    code: 'provider.settings_invalid',
    spoil: () => ({ settings: { maxConcurrentRequests: 'many' } }),
    calls: false,
  },
  {
    fault: 'an address that is none',
    code: 'provider.settings_invalid',
    spoil: () => ({ baseUrl: 'carrier' }),
    calls: false,
  },
];

describe.each(CARRIERS)('over %s', (carrier) => {
  it.each(FAULTS)('$fault: every device its own failure, nothing done', async ({ code, spoil, calls }) => {
    const scene = await setScene(millpond, { [`${carrier}Devices`]: 3 });
    const order = orderFor(scene, carrier, CHANGE, 3);
    const id = await millpond.submit({ ...order, process: false });
    const { prisma } = millpond.database;
    await prisma.serviceProvider.update({ where: { id: scene.fleet[carrier] }, data: spoil(scene, carrier) });

    await millpond.process(order.tenantId, id);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change.status).toBe('ERROR');
    expect(outcomes(ended)).toEqual(Array(3).fill(['ERROR', code]));
    for (const row of ended.rows) expect(row.errorMessage).not.toContain('not-the-key');
    expect((await scene[carrier].requests()).length > 0).toBe(calls);
    expect(await scene[carrier].effects()).toEqual([]);
    const log = ended.log.filter((entry) => entry.hasErrors && entry.errorText?.startsWith(code));
    expect(log.map((entry) => entry.deviceChangeId).sort()).toEqual(ended.rows.map((row) => row.id).sort());
  });
});

describe('the kill switch', () => {
  it('bites in the middle of a change: what is under way ends, the rest fails and can be retried', async () => {
    const scene = await setScene(millpond, {
      jasperDevices: 12,
      // Six devices in flight: those have been let through already when the switch is turned.
      jasperSettings: { requestsPerSecond: 3, maxConcurrentRequests: 1 },
    });
    const order = orderFor(scene, 'jasper', CHANGE, 12);
    const where = { id: scene.fleet.jasper };
    const { serviceProvider } = millpond.database.prisma;

    const id = await millpond.submit(order);
    await eventually(async () => (await scene.jasper.effects()).length).toBeGreaterThan(0);
    await serviceProvider.update({ where, data: { writeEnabled: false } });
    const stopped = await millpond.ended(id);
    const effects = await scene.jasper.effects();

    expectSettled(stopped);
    const done = stopped.rows.filter((row) => row.status === 'PROCESSED');
    expect(done.length).toBe(effects.length);
    expect(done.length).toBeLessThan(12);
    const failed = stopped.rows.filter((row) => row.status !== 'PROCESSED');
    expect(new Set(failed.map((row) => row.errorCode))).toEqual(new Set(['provider.writes_disabled']));

    await serviceProvider.update({ where, data: { writeEnabled: true } });
    await millpond.retry(order.tenantId, id);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change.status).toBe('PROCESSED');
    expect(await scene.jasper.effects()).toHaveLength(12);
  });
});
