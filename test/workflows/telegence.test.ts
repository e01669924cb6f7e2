import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestedChange } from '../../src/domain/change-request.ts';
import { lineNumber } from '../support/fleet.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { eventually, expectSettled, orderFor, outcomes, setScene, story, type Scene } from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond();
  await millpond.startWorker();
});

afterAll(() => millpond.close());

const ACTIVATE: RequestedChange = {
  changeType: 'statusupdate',
  targetStatus: 'active',
  carrierRatePlan: 'LARGE',
  mdnZipCode: '75001',
};
const STATIC_IP = {
  pdpName: 'static',
  accessPointName: 'static.apn',
  lteIndicator: true,
  defaultApnIndicator: false,
};

const run = async (scene: Scene, change: RequestedChange, count = 1) =>
  millpond.ended(await millpond.submit(orderFor(scene, 'telegence', change, count)));

async function devices(scene: Scene) {
  return millpond.database.prisma.device.findMany({
    where: { serviceProviderId: scene.fleet.telegence },
    include: { carrierRatePlan: true },
    orderBy: { iccid: 'asc' },
  });
}

async function truth(scene: Scene, at = 1): Promise<Record<string, unknown>> {
  return (await scene.telegence.admin('GET', `devices/${iccid(at)}`)).json as Record<string, unknown>;
}

async function asked(scene: Scene, operation: string): Promise<number> {
  return (await scene.telegence.requests()).filter((each) => each['operation'] === operation).length;
}

describe('a Telegence line', () => {
  it.each([
    ['active', 'suspended', 'S'],
    ['suspended', 'active', 'A'],
    ['suspended', 'deactivated', 'C'],
  ] as const)('goes from %s to %s with one update of the line', async (status, target, letter) => {
    const scene = await setScene(millpond, { telegenceDevices: 2, status });

    const ended = await run(scene, { changeType: 'statusupdate', targetStatus: target }, 2);

    expectSettled(ended);
    expect(outcomes(ended)).toEqual([
      ['PROCESSED', null],
      ['PROCESSED', null],
    ]);
    expect(ended.change.portalType).toBe('MOBILITY');
    for (const at of [1, 2]) expect(await truth(scene, at)).toMatchObject({ status: letter });
    expect((await devices(scene)).map((each) => each.status)).toEqual([target, target]);
    expect(await asked(scene, 'updateLine')).toBe(2);
    expect(await asked(scene, 'activate')).toBe(0);
  });

  it('gets another plan by its single user code', async () => {
    const scene = await setScene(millpond, { telegenceDevices: 1 });

    const ended = await run(scene, { changeType: 'carrierrateplanchange', carrierRatePlan: 'LARGE' });

    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    expect(await truth(scene)).toMatchObject({ singleUserCode: 'LARGE' });
    expect((await devices(scene))[0]?.carrierRatePlan?.code).toBe('LARGE');
    expect(story(ended, ended.rows[0]?.id)).toEqual([
      'Change Carrier Rate Plan: Telegence Change Rate Plan',
      'Change Carrier Rate Plan: Telegence Record Outcome',
    ]);
  });
});

describe('an activation at Telegence', () => {
  it('takes many SIMs in one request, and gives each its own number', async () => {
    const scene = await setScene(millpond, {
      telegenceDevices: 20,
      status: 'inventory',
      telegenceSettings: { gatherMs: 500 },
    });

    const ended = await run(scene, ACTIVATE, 20);

    expectSettled(ended);
    expect(outcomes(ended)).toEqual(Array(20).fill(['PROCESSED', null]));
    const effects = (await scene.telegence.effects()).filter((each) => each.startsWith('activation '));
    expect(effects).toHaveLength(20);
    expect(await asked(scene, 'activate')).toBeLessThan(10);
    for (const [index, device] of (await devices(scene)).entries()) {
      const line = await truth(scene, index + 1);
      expect(device).toMatchObject({
        status: 'active',
        msisdn: line['subscriberNumber'],
        carrierRatePlan: { code: 'LARGE' },
      });
    }
  });

  it('that is refused for one SIM fails only that one', async () => {
    const scene = await setScene(millpond, { telegenceDevices: 3, status: 'inventory' });
    await scene.telegence.faults({ when: { operation: 'activate', device: iccid(2) }, do: 'rejectItem' });

    const ended = await run(scene, ACTIVATE, 3);

    expect(outcomes(ended)).toEqual([
      ['PROCESSED', null],
      ['ERROR', 'telegence.activation_rejected'],
      ['PROCESSED', null],
    ]);
  });

  it('whose answer was lost is found at the carrier: no SIM gets two numbers', async () => {
    const scene = await setScene(millpond, { telegenceDevices: 3, status: 'inventory' });
    await scene.telegence.faults({ when: { operation: 'activate' }, do: 'applyThenDrop', times: 1 });

    const ended = await run(scene, ACTIVATE, 3);

    expect(outcomes(ended)).toEqual(Array(3).fill(['PROCESSED', null]));
    const effects = (await scene.telegence.effects()).filter((each) => each.startsWith('activation '));
    expect(effects).toHaveLength(3);
  });

  it.each([
    ['repeated at once', []],
    ['repeated after a refusal', [{ do: 'http', status: 429, retryAfterSeconds: 0.05 }]],
  ])('whose answer was lost while its line is on its way, %s, brings that line', async (_how, refusals) => {
    const scene = await setScene(millpond, {
      telegenceDevices: 1,
      status: 'inventory',
      processingMs: [6_000, 6_000],
    });
    await scene.telegence.faults(
      { when: { operation: 'activate', nth: 1 }, do: 'applyThenDrop' },
      ...refusals.map((refusal) => ({ when: { operation: 'activate', nth: 2 }, ...refusal })),
    );

    const ended = await run(scene, ACTIVATE);

    expectSettled(ended);
    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    expect(await asked(scene, 'activate')).toBe(2 + refusals.length);
    expect((await scene.telegence.effects()).filter((each) => each.startsWith('activation '))).toHaveLength(
      1,
    );
    const { subscriberNumber } = await truth(scene);
    expect((await devices(scene))[0]).toMatchObject({ status: 'active', msisdn: subscriberNumber });
  });

  it('whose answer was lost ends UNKNOWN when its repetition is refused while the line is on its way', async () => {
    const scene = await setScene(millpond, {
      telegenceDevices: 1,
      status: 'inventory',
      processingMs: [3_600_000, 3_600_000],
    });
    await scene.telegence.faults(
      { when: { operation: 'activate', nth: 1 }, do: 'applyThenDrop' },
      { when: { operation: 'activate', nth: 2 }, do: 'http', status: 400 },
    );
    const id = await millpond.submit(orderFor(scene, 'telegence', ACTIVATE, 1));
    expect(outcomes(await millpond.ended(id))).toEqual([['UNKNOWN', 'carrier.rejected']]);

    await scene.telegence.admin('POST', 'clock', { advanceSeconds: 3_601 });
    await millpond.retry(scene.fleet.tenantId, id);

    expect(outcomes(await millpond.ended(id))).toEqual([['PROCESSED', null]]);
    expect((await scene.telegence.effects()).filter((each) => each.startsWith('activation '))).toHaveLength(
      1,
    );
  });

  it('that is never decided ends UNKNOWN; the retry asks about that very batch', async () => {
    const scene = await setScene(millpond, {
      telegenceDevices: 1,
      status: 'inventory',
      processingMs: [3_600_000, 3_600_000],
      telegenceSettings: {
        confirmation: { firstPollSeconds: 0.2, slowestPollSeconds: 0.5, deadlineSeconds: 2 },
      },
    });
    const id = await millpond.submit(orderFor(scene, 'telegence', ACTIVATE, 1));
    expect(outcomes(await millpond.ended(id))).toEqual([['UNKNOWN', 'carrier.unconfirmed']]);

    await scene.telegence.admin('POST', 'clock', { advanceSeconds: 3_601 });
    await millpond.retry(scene.fleet.tenantId, id);

    expect(outcomes(await millpond.ended(id))).toEqual([['PROCESSED', null]]);
    expect(await asked(scene, 'activate')).toBe(1);
  });

  it('of a SIM whose device needs an eSIM says so', async () => {
    const scene = await setScene(millpond, { telegenceDevices: 1, status: 'inventory' });
    await scene.telegence.admin('POST', 'devices', [
      { account: 'acme', iccid: iccid(1), requiresEsim: true },
    ]);

    expect(outcomes(await run(scene, ACTIVATE))).toEqual([['ERROR', 'telegence.needs_esim']]);
  });
});

describe('a static address', () => {
  const change: RequestedChange = { ...ACTIVATE, staticIp: STATIC_IP };

  it('is given once the line is active', async () => {
    const scene = await setScene(millpond, { telegenceDevices: 2, status: 'inventory' });

    const ended = await run(scene, change, 2);

    expect(outcomes(ended)).toEqual(Array(2).fill(['PROCESSED', null]));
    for (const [index, device] of (await devices(scene)).entries()) {
      const { ipAddress } = await truth(scene, index + 1);
      expect(ipAddress).toMatch(/^10\.9\.0\./);
      expect(device.ipAddress).toBe(ipAddress);
    }
  });

  it('that none is left of leaves a half that is told; a retry does the rest and orders no second line', async () => {
    const scene = await setScene(millpond, { telegenceDevices: 4, status: 'inventory' });
    const id = await millpond.submit(orderFor(scene, 'telegence', change, 4));
    const half = await millpond.ended(id);

    const failed = half.rows.filter((row) => row.status === 'ERROR');
    expect(failed.map((row) => row.errorCode)).toEqual(['telegence.half_applied']);
    expect(failed[0]?.errorMessage).toMatch(
      /^Line \d{10} is active, but has no static address\. telegence\.no_address/,
    );
    const all = await devices(scene);
    expect(all.map((each) => [each.status, each.msisdn !== null])).toEqual(Array(4).fill(['active', true]));
    expect(all.filter((each) => each.ipAddress !== null)).toHaveLength(3);

    const other = all.find((each) => each.ipAddress !== null);
    await scene.telegence.admin('POST', 'devices', [{ account: 'acme', iccid: other?.iccid }]);
    await millpond.retry(scene.fleet.tenantId, id);
    const ended = await millpond.ended(id);

    expect(outcomes(ended)).toEqual(Array(4).fill(['PROCESSED', null]));
    const lines = (await scene.telegence.effects()).filter((each) => each.startsWith('activation '));
    expect(lines).toHaveLength(4);
  });

  it.each([
    ['whose confirmation is late', []],
    ['whose submission got no answer', [{ when: { operation: 'submitAddresses' }, do: 'applyThenHttp' }]],
  ])('%s is waited for by the retry: no line gets a second one', async (_how, faults) => {
    const scene = await setScene(millpond, {
      telegenceDevices: 1,
      processingMs: [3_600_000, 3_600_000],
      telegenceSettings: {
        confirmation: { firstPollSeconds: 0.2, slowestPollSeconds: 0.5, deadlineSeconds: 5 },
      },
    });
    await scene.telegence.faults(
      ...faults.map((fault) => ({ ...fault, status: 503, retryAfterSeconds: 0.05 })),
      ...faults.map(() => ({ when: { operation: 'addressStatus' }, do: 'http', status: 403 })),
    );
    const id = await millpond.submit(orderFor(scene, 'telegence', change, 1));
    expect(outcomes(await millpond.ended(id))).toEqual([['ERROR', 'telegence.half_applied']]);
    await scene.telegence.faults();
    const before = await asked(scene, 'addressStatus');

    await millpond.retry(scene.fleet.tenantId, id);
    await eventually(() => asked(scene, 'addressStatus')).toBeGreaterThan(before + 1);
    await scene.telegence.admin('POST', 'clock', { advanceSeconds: 3_601 });

    expect(outcomes(await millpond.ended(id))).toEqual([['PROCESSED', null]]);
    expect(await asked(scene, 'requestAddresses')).toBe(1);
    expect(await asked(scene, 'submitAddresses')).toBe(1);
    const { ipAddress } = await truth(scene);
    expect((await devices(scene))[0]?.ipAddress).toBe(ipAddress);
  });
});

it('a line is known by its number, whichever way the caller names it', async () => {
  const scene = await setScene(millpond, { telegenceDevices: 1 });
  const order = orderFor(scene, 'telegence', { changeType: 'statusupdate', targetStatus: 'suspended' }, 1);

  const ended = await millpond.ended(await millpond.submit(order));

  expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
  expect(await truth(scene)).toMatchObject({ subscriberNumber: lineNumber(1), status: 'S' });
});
