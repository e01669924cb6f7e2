import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestedChange } from '../../src/domain/change-request.ts';
import { imeiOf } from '../support/fleet.ts';
import { startMillpond, type Millpond } from '../support/millpond.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { expectSettled, orderFor, outcomes, setScene, story, type Scene } from './scene.ts';

let millpond: Millpond;

beforeAll(async () => {
  millpond = await startMillpond();
  await millpond.startWorker();
});

afterAll(() => millpond.close());

const SUSPEND: RequestedChange = { changeType: 'statusupdate', targetStatus: 'suspended' };
const PLAN: RequestedChange = { changeType: 'carrierrateplanchange', carrierRatePlan: 'm2m10' };
/** A deadline that a test can wait for. */
const SOON = { confirmation: { firstPollSeconds: 0.2, slowestPollSeconds: 0.5, deadlineSeconds: 2 } };

const run = async (scene: Scene, change: RequestedChange, count = 1) =>
  millpond.ended(await millpond.submit(orderFor(scene, 'thingspace', change, count)));

async function device(scene: Scene, at = 1) {
  return millpond.database.prisma.device.findFirstOrThrow({
    where: { serviceProviderId: scene.fleet.thingspace, iccid: iccid(at) },
    include: { carrierRatePlan: true },
  });
}

async function truth(scene: Scene, at = 1): Promise<Record<string, unknown>> {
  return (await scene.thingspace.admin('GET', `devices/${iccid(at)}`)).json as Record<string, unknown>;
}

async function asked(scene: Scene, operation: string): Promise<number> {
  return (await scene.thingspace.requests()).filter((each) => each['operation'] === operation).length;
}

describe('a ThingSpace change without a callback', () => {
  it.each([
    ['active', 'suspended', 'suspend'],
    ['suspended', 'active', 'active'],
    ['active', 'deactivated', 'deactive'],
  ] as const)(
    'from %s to %s is confirmed by asking, and is true to the line',
    async (status, target, state) => {
      const scene = await setScene(millpond, { thingspaceDevices: 2, status });

      const ended = await run(scene, { changeType: 'statusupdate', targetStatus: target }, 2);

      expectSettled(ended);
      expect(outcomes(ended)).toEqual([
        ['PROCESSED', null],
        ['PROCESSED', null],
      ]);
      for (const at of [1, 2]) {
        const line = await truth(scene, at);
        expect(line['status']).toBe(state);
        expect(await device(scene, at)).toMatchObject({
          status: target,
          ...(target === 'deactivated'
            ? { msisdn: null, ipAddress: null }
            : { ipAddress: line['ipAddress'] }),
        });
      }
      expect(await scene.thingspace.effects()).toHaveLength(2);
    },
  );

  it('activates with IMEI, plan and ZIP code, and takes over the number and address', async () => {
    const scene = await setScene(millpond, { thingspaceDevices: 1, status: 'pending_activation' });

    const ended = await run(scene, {
      changeType: 'statusupdate',
      targetStatus: 'active',
      carrierRatePlan: 'm2m10',
      mdnZipCode: '98801',
    });

    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    const line = await truth(scene);
    expect(line).toMatchObject({ status: 'active', servicePlan: 'm2m10', imei: imeiOf(1) });
    expect(await device(scene)).toMatchObject({
      status: 'active',
      msisdn: line['msisdn'],
      ipAddress: line['ipAddress'],
      carrierRatePlan: { code: 'm2m10' },
    });
    expect(story(ended, ended.rows[0]?.id)).toEqual(
      expect.arrayContaining([
        'Update Device Status: ThingSpace Activate',
        'Update Device Status: ThingSpace Get Request Status',
        'Update Device Status: ThingSpace Record Outcome',
      ]),
    );
  });

  it('adds a line at once, which the carrier confirms in its answer', async () => {
    const scene = await setScene(millpond, { thingspaceDevices: 1, status: 'inventory' });

    const ended = await run(scene, { changeType: 'statusupdate', targetStatus: 'pending_activation' });

    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    expect(await truth(scene)).toMatchObject({ status: 'pre-active' });
  });

  it('changes the plan once', async () => {
    const scene = await setScene(millpond, { thingspaceDevices: 1 });

    const ended = await run(scene, PLAN);

    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    expect(await truth(scene)).toMatchObject({ servicePlan: 'm2m10', planChanges: { used: 1 } });
    expect(await device(scene)).toMatchObject({ carrierRatePlan: { code: 'm2m10' } });
  });

  it('leaves a line alone that has the status already, and spends no action of its day', async () => {
    const scene = await setScene(millpond, { thingspaceDevices: 1 });

    const ended = await run(scene, { changeType: 'statusupdate', targetStatus: 'active' });

    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    expect(await scene.thingspace.effects()).toEqual([]);
    expect(await asked(scene, 'activate')).toBe(0);
  });
});

describe('a ThingSpace change that nobody confirms', () => {
  it('ends UNKNOWN at its deadline and says what was sent and when; the retry waits for that very request', async () => {
    const scene = await setScene(millpond, { thingspaceDevices: 1, thingspaceSettings: SOON });
    await scene.thingspace.faults({ when: { operation: 'suspend' }, do: 'stuckPending' });
    const id = await millpond.submit(orderFor(scene, 'thingspace', SUSPEND, 1));
    const unknown = await millpond.ended(id);

    expect(outcomes(unknown)).toEqual([['UNKNOWN', 'carrier.unconfirmed']]);
    expect(unknown.rows[0]?.errorMessage).toMatch(/Status suspended was accepted at .*Z \(request .+\)/);
    expect(unknown.rows[0]?.writeSentAt).not.toBeNull();
    expect((await device(scene)).status).toBe('active');

    await scene.thingspace.faults();
    await scene.thingspace.admin('POST', 'clock', { advanceSeconds: 25 * 3_600 });
    await millpond.retry(scene.fleet.tenantId, id);
    const ended = await millpond.ended(id);

    expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
    expect(await asked(scene, 'suspend')).toBe(1);
    expect(await scene.thingspace.effects()).toHaveLength(1);
    expect((await device(scene)).status).toBe('suspended');
  });

  it.each([
    ['a status', SUSPEND, 'suspend', { status: 'suspend' }],
    ['a plan', PLAN, 'plan', { servicePlan: 'm2m10' }],
  ])(
    '%s whose answer was lost is found at the line, and is sent once',
    async (_what, change, operation, state) => {
      const scene = await setScene(millpond, { thingspaceDevices: 1 });
      await scene.thingspace.faults({ when: { operation }, do: 'applyThenDrop', times: 1 });

      const ended = await run(scene, change);

      expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
      expect(await truth(scene)).toMatchObject(state);
      expect(await asked(scene, operation)).toBe(1);
      expect(await scene.thingspace.effects()).toHaveLength(1);
    },
  );

  it('a plan change that never arrived ends UNKNOWN, and its retry sends it', async () => {
    const thingspaceSettings = { ...SOON, requestTimeoutMs: 500 };
    const scene = await setScene(millpond, { thingspaceDevices: 1, thingspaceSettings });
    await scene.thingspace.faults({ when: { operation: 'plan' }, do: 'drop', times: 1 });
    const id = await millpond.submit(orderFor(scene, 'thingspace', PLAN, 1));
    expect(outcomes(await millpond.ended(id))).toEqual([['UNKNOWN', 'carrier.unconfirmed']]);

    await millpond.retry(scene.fleet.tenantId, id);

    expect(outcomes(await millpond.ended(id))).toEqual([['PROCESSED', null]]);
    expect(await scene.thingspace.effects()).toHaveLength(1);
  });

  it('is asked about again when a question fails', async () => {
    const scene = await setScene(millpond, { thingspaceDevices: 1 });
    await scene.thingspace.faults({
      when: { operation: 'requestStatus' },
      do: 'http',
      status: 400,
      times: 1,
    });

    expect(outcomes(await run(scene, SUSPEND))).toEqual([['PROCESSED', null]]);
  });
});

describe('a ThingSpace change that the carrier fails', () => {
  it('ends ERROR when the request has failed without a reason', async () => {
    const scene = await setScene(millpond, { thingspaceDevices: 1 });
    await scene.thingspace.faults({ when: { operation: 'suspend' }, do: 'callbackFailed' });

    const ended = await run(scene, SUSPEND);

    expect(outcomes(ended)).toEqual([['ERROR', 'thingspace.request_failed']]);
    expect(await scene.thingspace.effects()).toEqual([]);
    expect((await device(scene)).status).toBe('active');
  });

  it('spends no more actions of a line than its day has', async () => {
    const scene = await setScene(millpond, {
      thingspaceDevices: 1,
      thingspaceSettings: { dailyActionsPerLine: 1 },
    });
    expect(outcomes(await run(scene, SUSPEND))).toEqual([['PROCESSED', null]]);

    const ended = await run(scene, { changeType: 'statusupdate', targetStatus: 'active' });

    expect(outcomes(ended)).toEqual([['ERROR', 'carrier.quota_exhausted']]);
    expect(await asked(scene, 'restore')).toBe(0);
  });
});

it('a waiting row is taken up again when its run was terminated, and is sent once', async () => {
  const scene = await setScene(millpond, { thingspaceDevices: 1, processingMs: [3_000, 3_000] });
  const id = await millpond.submit(orderFor(scene, 'thingspace', SUSPEND, 1));
  const waiting = async () => (await millpond.read(id)).rows[0]?.status;
  await expect.poll(waiting, { timeout: 20_000 }).toBe('AWAITING_CONFIRMATION');
  const { change } = await millpond.read(id);
  expect(change).toMatchObject({ awaitingConfirmation: 1, processing: 0 });
  await millpond.client.workflow
    .getHandle(`bulk-change/${id}/batch/1`)
    .terminate('a test of what is left behind');
  await millpond.client.workflow
    .getHandle(`device/${scene.fleet.thingspace}/${iccid(1)}`)
    .terminate('a test of what is left behind')
    .catch(() => undefined);

  const ended = await millpond.ended(id);

  expect(outcomes(ended)).toEqual([['PROCESSED', null]]);
  expect(await asked(scene, 'suspend')).toBe(1);
});
