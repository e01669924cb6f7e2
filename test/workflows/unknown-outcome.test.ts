import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import {
  expectSettled,
  IMMEDIATE_CARRIERS,
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

const AT = {
  jasper: { write: 'editDevice', read: 'getDevice' },
  pond: { write: 'setStatus', read: 'getStatus' },
  telegence: { write: 'updateLine', read: 'getLine' },
} as const;

/** A wait so short that the whole back-off of a transient fault fits into a test. */
const AWAY = { do: 'http', status: 503, retryAfterSeconds: 0.05 };
const TRIES = 6;

function order(scene: Scene, carrier: Carrier) {
  return orderFor(scene, carrier, { changeType: 'statusupdate', targetStatus: 'suspended' }, 1);
}

async function requestsOf(scene: Scene, carrier: Carrier, operation: string): Promise<number> {
  return (await scene[carrier].requests()).filter((each) => each['operation'] === operation).length;
}

async function localStatus(scene: Scene, carrier: Carrier): Promise<string> {
  const where = { serviceProviderId: scene.fleet[carrier] };
  return (await millpond.database.prisma.device.findFirstOrThrow({ where })).status;
}

describe.each(IMMEDIATE_CARRIERS)('over %s', (carrier) => {
  const { write, read } = AT[carrier];

  it('a write that nothing confirms ends UNKNOWN; the retry reads first and makes no second effect', async () => {
    const scene = await setScene(millpond, { [`${carrier}Devices`]: 1 });
    await scene[carrier].faults(
      { when: { operation: write }, do: 'applyThenHttp', status: 503, retryAfterSeconds: 0.05 },
      { when: { operation: read }, ...AWAY },
    );
    const id = await millpond.submit(order(scene, carrier));
    const unknown = await millpond.ended(id);

    expectSettled(unknown);
    expect(unknown.change.status).toBe('ERROR');
    expect(outcomes(unknown)).toEqual([['UNKNOWN', 'carrier.unavailable']]);
    expect(unknown.rows[0]?.writeSentAt).not.toBeNull();
    expect(await requestsOf(scene, carrier, write)).toBe(1);
    expect(await requestsOf(scene, carrier, read)).toBe(TRIES - 1);
    expect(await localStatus(scene, carrier)).toBe('active');

    await scene[carrier].faults();
    await millpond.retry(scene.fleet.tenantId, id);
    const ended = await millpond.ended(id);

    expectSettled(ended);
    expect(ended.change.status).toBe('PROCESSED');
    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    expect(ended.rows[0]).toMatchObject({ attempts: TRIES + 1, writeSentAt: null });
    expect(await requestsOf(scene, carrier, write)).toBe(1);
    expect(await scene[carrier].effects()).toHaveLength(1);
    expect(await localStatus(scene, carrier)).toBe('suspended');
  });

  it('a retry after a write that never arrived writes what is missing', async () => {
    const scene = await setScene(millpond, { [`${carrier}Devices`]: 1 });
    await scene[carrier].faults(
      { when: { operation: write }, ...AWAY },
      { when: { operation: read }, ...AWAY },
    );
    const id = await millpond.submit(order(scene, carrier));
    expect(outcomes(await millpond.ended(id))).toEqual([['UNKNOWN', 'carrier.unavailable']]);

    await scene[carrier].faults();
    await millpond.retry(scene.fleet.tenantId, id);
    const ended = await millpond.ended(id);

    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    expect(await scene[carrier].effects()).toHaveLength(1);
    expect(await localStatus(scene, carrier)).toBe('suspended');
  });

  it('a retry of a write in doubt stays UNKNOWN while the carrier cannot be read', async () => {
    const scene = await setScene(millpond, { [`${carrier}Devices`]: 1 });
    await scene[carrier].faults(
      { when: { operation: write }, do: 'applyThenHttp', status: 503, retryAfterSeconds: 0.05 },
      { when: { operation: read }, do: 'http', status: 403 },
    );
    const id = await millpond.submit(order(scene, carrier));
    expect(outcomes(await millpond.ended(id))).toEqual([['UNKNOWN', 'carrier.forbidden']]);

    await millpond.retry(scene.fleet.tenantId, id);
    const ended = await millpond.ended(id);

    expect(outcomes(ended)).toEqual([['UNKNOWN', 'carrier.forbidden']]);
    expect(ended.rows[0]?.writeSentAt).not.toBeNull();
    expect(await requestsOf(scene, carrier, write)).toBe(1);
  });

  it('tries that are all refused for being too many end in ERROR: it is certain that nothing was applied', async () => {
    const scene = await setScene(millpond, { [`${carrier}Devices`]: 1 });
    await scene[carrier].faults({
      when: { operation: write },
      ...{ do: 'http', status: 429, retryAfterSeconds: 0.05 },
    });

    const ended = await millpond.ended(await millpond.submit(order(scene, carrier)));

    expectSettled(ended);
    expect(outcomes(ended)).toEqual([['ERROR', 'carrier.rate_limited']]);
    expect(ended.rows[0]).toMatchObject({ errorClass: 'TRANSIENT', writeSentAt: null });
    expect(await requestsOf(scene, carrier, write)).toBe(TRIES);
    expect(await scene[carrier].effects()).toEqual([]);
  });
});
